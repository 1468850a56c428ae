import { Failure } from '../../cli/failure.ts';
import type { Api } from '../../cli/http/api.ts';
import { type JsonObject, textAt } from '../../cli/http/json.ts';
import { wholeList } from '../../cli/http/pages.ts';
import type { Progress } from '../../cli/output/progress.ts';
import { printable } from '../../cli/output/table.ts';
import { billMonth, waitingLines } from '../../cli/runs/bill-month.ts';
import type { Shell } from '../../cli/shell.ts';
import { demoSettings } from './terms.ts';

/** Bills the month that was played; billed already, it stays as it is. */
export async function billDemo({
  api,
  shell,
  month,
  onProgress,
}: {
  readonly api: Api;
  readonly shell: Shell;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly onProgress: (progress: Progress) => void;
}): Promise<void> {
  const body = JSON.stringify(demoSettings);
  await api.call({ method: 'PUT', path: '/v1/billing-settings', body });
  const run = await billMonth({ api, shell }, month, onProgress);
  if (textAt(run, 'status') === 'waiting') {
    const [reason = ''] = waitingLines(run);
    throw new Failure(
      printable(
        `${month} was not billed: ${reason}. See \`farthing quarantine list\`, then \`farthing bill --period ${month}\``,
      ),
    );
  }
}

/** All invoices of a month, by number. */
export async function invoicesOf(api: Api, month: string): Promise<readonly JsonObject[]> {
  const query = { period: month, limit: '200' };
  const { items } = await wholeList(api, { path: '/v1/invoices', query, member: 'invoices' });
  return items;
}
