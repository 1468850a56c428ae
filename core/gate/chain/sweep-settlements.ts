import type { Clock, TimeLeft } from '../../kernel/clock.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import type { SettlementMark } from './ports.ts';
import { advance, type SettlingPorts } from './settle.ts';
import { placeText, type Settlement, settlementParts } from './settlement.ts';

const PAGE_SIZE = 100;
const AT_ONCE = 8;
/** Before that, whoever was asked is likely to be at it. */
const LEFT_ALONE_MS = millisecondsPer.minute;

/**
 * Goes on with every settlement that is not over: what was sent to a chain by a process that died since is in the books
 * and the wallet of who paid, in the end. One that fails does not hold up others; what failed is thrown in the end.
 */
export async function sweepSettlements(ports: SettlingPorts, time: TimeLeft): Promise<void> {
  const failures: unknown[] = [];
  for (let part = 0; part < settlementParts && !time.isShort(); part += 1) {
    for (let after: string | undefined; !time.isShort(); ) {
      const marks = await ports.settlements.watched(part, { after, limit: PAGE_SIZE });
      await inParallel(AT_ONCE, marks, async (mark) => {
        try {
          if (!time.isShort()) await lookedAfter(ports, mark);
        } catch (error) {
          failures.push(error);
        }
      });
      const last = marks.at(-1);
      if (last === undefined || marks.length < PAGE_SIZE) break;
      after = placeText(last);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} settlements could not be gone on with`);
  }
}

async function lookedAfter(ports: SettlingPorts, mark: SettlementMark): Promise<void> {
  const known = await ports.settlements.get(mark);
  if (isFresh(ports, mark) && (known === undefined || !isOver(known))) return;
  if (known === undefined || isOver(known)) return ports.settlements.unwatch(mark);
  try {
    const came = await advance(ports, known, 'again');
    if (came.kind !== 'unknown') await ports.settlements.unwatch(mark);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const { tenant, payer } = known;
    ports.onNotice({
      event: 'spend.settlement-unclear',
      ...{ tenant, payer, id: placeText(known) },
      detail: `book it by hand, as what was settled is refused: ${error.message}`,
    });
  }
}

const isFresh = ({ clock }: { readonly clock: Clock }, { at }: SettlementMark): boolean =>
  clock.now() < at + LEFT_ALONE_MS;

const isOver = ({ state }: Settlement): boolean => state !== 'begun' && state !== 'settled';
