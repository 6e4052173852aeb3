/** A module that a checkpoint names and nobody else: whoever imports it, finds out. @module */
throw new RangeError("Cannot be imported as no user named it: a checkpoint did");
