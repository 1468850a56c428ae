import { sha256 } from '../kernel/digest.ts';
import { spendLogId } from './log-id.ts';
import { type ActivePayer, activeParts } from './ports.ts';

/** Of hours since 1970, for ever. */
const HOUR_DIGITS = 9;

/** Where the mark of an active payer is: marks of a part are in the order of their hours, however long names are. */
export function activePlace({ tenant, payer, hour }: ActivePayer): {
  readonly part: number;
  readonly place: string;
} {
  const log = spendLogId(tenant, payer);
  return {
    part: sha256(log).readUInt8(0) % activeParts,
    place: `${String(hour).padStart(HOUR_DIGITS, '0')}.${log}`,
  };
}
