import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { billingInterface } from '../../support/billing-interface.ts';
import type { aTenancy } from '../../support/rated-usage.ts';
import { pairsOf, provenBooks } from './proven.ts';

/** January of `press`, closed and proven, with what asks how its lines are explained. */
export async function closedJanuary(tenancy: Awaited<ReturnType<typeof aTenancy>>) {
  const [outcome] = await closePeriods(tenancy, 'acme', [
    await tenancy.request('press', '2026-01'),
  ]);
  if (outcome?.status !== 'closed') throw new Error('the month is closed');
  const ask = billingInterface(tenancy);
  const { proven, keys } = await provenBooks(tenancy.log);
  const plan = await tenancy.rating.plans.get('acme', 'reader');
  const explained = async (line: string, events: boolean): Promise<string> => {
    const { status, body } = await ask('GET /v1/invoices/{id}/lines/{line}', {
      params: { id: outcome.document.id, line },
      query: events ? { events: 'true' } : {},
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return JSON.stringify(body);
  };
  const lines = (
    JSON.parse(proven[0]?.answer ?? '{}') as { lines: { id: string; meter: string }[] }
  ).lines;
  const asked = {
    ...{ pairs: pairsOf(proven), keys },
    plans: [JSON.stringify({ key: 'reader', ...plan?.body })],
  };
  return { asked, lines, explained };
}
