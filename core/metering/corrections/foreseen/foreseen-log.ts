import { InvariantViolation } from '../../../kernel/invariant.ts';
import { blockBytes } from '../../log/block.ts';
import { type LogKey, logKeyText } from '../../log/log-key.ts';
import type { BlockOfHour, StoredBlock, UsageHours, UsageLog } from '../../log/ports.ts';
import type { ForeseenMinute } from './foreseen-events.ts';

/** The usage log as it would be with one more block behind some minutes; nothing can be written to it. */
export function foreseenLog(
  log: UsageLog & UsageHours,
  minutes: readonly ForeseenMinute[],
): UsageLog & UsageHours {
  const blocks = new Map(
    minutes.map(({ key, events }) => [logKeyText(key), blockBytes(events)] as const),
  );
  const behind = (key: LogKey, seq: number): readonly StoredBlock[] => {
    const bytes = blocks.get(logKeyText(key));
    return bytes === undefined ? [] : [{ seq: seq + 1, bytes }];
  };
  return {
    read: async (key, after, consistency) => {
      const page = await log.read(key, after, consistency);
      if (page.more || !blocks.has(logKeyText(key))) return page;
      const last = page.blocks.at(-1)?.seq ?? (await lastOf(log, key));
      const more = behind(key, last).filter(({ seq }) => seq > after);
      return { blocks: [...page.blocks, ...more], more: false };
    },
    append: async () => {
      throw new InvariantViolation('what is only foreseen is not written');
    },
    readHour: (hour) =>
      withBehind(log.readHour(hour), (minute, seq) => behind({ ...hour, minute }, seq)),
  };
}

async function lastOf(log: UsageLog, key: LogKey): Promise<number> {
  let last = 0;
  for (;;) {
    const { blocks, more } = await log.read(key, last, 'strong');
    last = blocks.at(-1)?.seq ?? last;
    if (!more) return last;
  }
}

/** Blocks of an hour, those of each minute with what comes behind them. */
async function* withBehind(
  blocks: AsyncIterable<BlockOfHour>,
  behind: (minute: number, seq: number) => readonly StoredBlock[],
): AsyncGenerator<BlockOfHour> {
  let last: BlockOfHour | undefined;
  for await (const block of blocks) {
    if (last !== undefined && last.minute !== block.minute) yield* behindOf(last, behind);
    yield block;
    last = block;
  }
  if (last !== undefined) yield* behindOf(last, behind);
}

const behindOf = (
  { minute, seq }: BlockOfHour,
  behind: (minute: number, seq: number) => readonly StoredBlock[],
): readonly BlockOfHour[] => behind(minute, seq).map((block) => ({ minute, ...block }));
