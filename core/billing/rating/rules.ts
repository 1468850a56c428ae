/** The version of the rules by which events are read and rated now. A closing keeps the one it was made under. */
export const currentRules = 2;

/** Of months that were closed before closings said theirs. */
export const rulesBeforeKept = 1;
