const PREFIX = 'subject:';

/** The subject that pays for itself under a key, as `docs/billing.md` has it; undefined for a customer's own key. */
export const subjectOf = (key: string): string | undefined =>
  key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined;

export const keyOf = (subject: string): string => `${PREFIX}${subject}`;
