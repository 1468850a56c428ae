/** The version of the rules by which events are read and rated now. A closing keeps the one it was made under. */
export const currentRules = 3;

/** Of months that were closed before closings said theirs. */
export const rulesBeforeKept = 1;

/** Up to these, a charge that is written otherwise is another one, although it costs the same. */
export const rulesByText = 2;
