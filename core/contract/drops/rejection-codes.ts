/** The codes of drops, with their HTTP status; what is wrong with a drop itself is in its faults. */
export const dropCodes = {
  'drop.not-found': 404,
} as const;
