/** A module that only a checkpoint names: importing it throws. @module */
throw new RangeError("Cannot be imported as no user named it: a checkpoint did");
