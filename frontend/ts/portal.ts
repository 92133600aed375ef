// The portal works without this; it only adds answers while typing.
import { suggest } from "./suggest";
import "./once";

suggest();
