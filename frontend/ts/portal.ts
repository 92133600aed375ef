// The portal works without this; it only adds answers while typing, and hides questions that are not asked.
import { suggest } from "./suggest";
import "./conditions";
import "./once";

suggest();
