// The agents' scripts. Every page works without them; each module adds one thing and finds its own elements.
import "./requests";
import "./pages";
import "./menus";
import "./keyboard";
import "./list";
import "./selection";
import "./palette";
import "./picker";
import "./composer";
import "./drafts";
import "./clocks";
import "./toasts";
import "./live";
import "./presence";
import "./theme";
import "./conditions";
import "./once";
