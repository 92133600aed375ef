// The agents' scripts. Every page works without them; each module adds one thing and finds its own elements.
import "./requests";
