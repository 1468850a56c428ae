import type { PayerKey } from '../../kernel/payer.ts';

/** Who is not known yet: priced as a subject that pays for itself and has used nothing. Nobody is charged as it. */
export const anybody = 'subject:urn:farthing:anybody' as PayerKey;
