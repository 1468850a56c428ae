import type { ChainRail } from '../../catalog/chain-rail.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { offerMs } from '../offer-time.ts';
import type { Settlement } from './settlement.ts';

/** By as much the clock of who signs may be ahead. */
const AHEAD_MS = 5 * millisecondsPer.minute;

/** What was signed for an offer ends by then: who signs has the time that is given from when it takes the offer. */
export const lastEnd = (
  { timeoutSeconds }: Pick<ChainRail, 'timeoutSeconds'>,
  offerEndsAt: Timestamp,
): Timestamp => timestampOf(offerEndsAt + timeoutSeconds * millisecondsPer.second + AHEAD_MS);

/** The same of a settlement, by when it was begun: however long what was signed is in force. */
export const lastEndOf = ({ transfer, begunAt }: Pick<Settlement, 'transfer' | 'begunAt'>) =>
  lastEnd(transfer.rail, timestampOf(begunAt + offerMs));
