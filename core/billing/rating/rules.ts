/**
 * The version of the rules by which events are read and rated now. A closing keeps the one it was made under: raise it
 * in the change that reads or rates anything otherwise, and rate what was closed before as it was.
 */
export const currentRules = 1;

/** Of months that were closed before closings said theirs. */
export const rulesBeforeKept = 1;
