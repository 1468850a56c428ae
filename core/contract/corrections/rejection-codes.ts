/** The codes of corrections, with their HTTP status. */
export const correctionCodes = {
  'correction.not-found': 404,
  'correction.running': 409,
  'correction.event-not-found': 404,
  'correction.event-ambiguous': 409,
  'correction.already-corrected': 409,
  'correction.of-charge': 409,
  'correction.level-settled': 409,
} as const;
