import type { AnswerOf } from '../../api.ts';
import type { Tone } from '../../ui/tone.ts';
import { instantText } from '../../words.ts';

type Job = AnswerOf<'GET /v1/backfills/{name}'>;

export const statusTones: Readonly<Record<Job['status'], Tone>> = {
  ...{ open: 'waiting', closed: 'good', cancelled: 'plain' },
};

export const billingWords: Readonly<Record<Job['billing'], string>> = {
  adjust: 'as usage that comes late',
  informational: 'never: informational',
};

/** What a month of a job is, once it is written. */
export const outcomeWords: Readonly<Record<Job['months'][number]['outcome'], string>> = {
  billed: 'billed: by its own invoice, or of a closed month by an adjustment on a later one',
  listed: 'too late to be billed: it is listed as not billed, and a person decides',
  never: 'never billed: it is informational',
};

/** When a window begins or ends: a day is enough where that is its beginning in UTC. */
export const beginningText = (instant: string): string =>
  instant.endsWith('T00:00:00Z') ? instant.slice(0, 'YYYY-MM-DD'.length) : instantText(instant);

/** The command that sends a file under a job. */
export const importCommand = ({ name }: Pick<Job, 'name'>): string =>
  `farthing import FILE --backfill --job ${name}`;
