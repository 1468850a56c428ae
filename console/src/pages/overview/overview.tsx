import type { JSX } from 'preact';
import { useApi } from '../../session.ts';
import { Failed, Loading } from '../../ui/states.tsx';
import { useAnswer, useAsked } from '../../use-answer.ts';
import { monthAt, monthsLater } from '../../words.ts';
import type { PageProps } from '../page-props.ts';
import { Accrued } from './accrued.tsx';
import {
  type Finding,
  isOpen,
  overdueFindings,
  payoutFindings,
  quarantineFindings,
  reconciliationFindings,
  runFindings,
  unbilledFindings,
} from './findings.ts';
import { untilFound } from './until-found.ts';
import { UsageSoFar } from './usage-so-far.tsx';

/** What needs somebody first; then how the month goes. */
export function Overview(_: PageProps): JSX.Element {
  const month = monthAt(useApi().now());
  return (
    <>
      <Attention lastMonth={monthsLater(month, -1)} />
      <h2>This month, {month}</h2>
      <Accrued month={month} />
      <UsageSoFar month={month} />
    </>
  );
}

function Attention({ lastMonth: period }: { readonly lastMonth: string }): JSX.Element {
  const api = useApi();
  const quarantine = useAsked(
    () =>
      untilFound(
        api,
        { route: 'GET /v1/quarantine', query: { status: 'open' } },
        ({ entries }) => entries.length > 0,
      ),
    [api],
  );
  const run = useAnswer('GET /v1/billing-runs/{period}', { path: { period } });
  const unbilled = useAsked(
    () =>
      untilFound(api, { route: 'GET /v1/unbilled', query: { period } }, ({ rows }) =>
        rows.some(isOpen),
      ),
    [api, period],
  );
  const overdue = useAsked(
    () =>
      untilFound(
        api,
        { route: 'GET /v1/invoices', query: { status: 'overdue' } },
        ({ invoices }) => invoices.length > 0,
      ),
    [api],
  );
  const reconciliation = useAnswer('GET /v1/reconciliation', {});
  const payouts = useAnswer('GET /v1/payout-runs', { query: { limit: 10 } });
  const all = [quarantine, run, unbilled, overdue, reconciliation, payouts];
  const findings: readonly Finding[] = [
    ...(quarantine.value === undefined ? [] : quarantineFindings(quarantine.value)),
    ...(run.value === undefined ? [] : runFindings(run.value)),
    ...(unbilled.value === undefined ? [] : unbilledFindings(period, unbilled.value)),
    ...(overdue.value === undefined ? [] : overdueFindings(overdue.value)),
    ...(payouts.value === undefined ? [] : payoutFindings(payouts.value)),
    ...(reconciliation.value === undefined ? [] : reconciliationFindings(reconciliation.value)),
  ];
  const failed = all.find(({ error }) => error !== undefined);
  const isLoading = all.some(({ isLoading: is }) => is);
  return (
    <section aria-label="Needs attention">
      {findings
        .toSorted((one, other) => one.tone.localeCompare(other.tone))
        .map(({ text, link, tone }) => (
          <p key={text} class={`notice ${tone}`}>
            {text} <a href={link}>Look at it</a>
          </p>
        ))}
      {failed === undefined ? null : (
        <Failed
          error={failed.error}
          onAgain={() => {
            for (const one of all) if (one.error !== undefined) one.reload();
          }}
        />
      )}
      {isLoading ? <Loading what="what needs attention" /> : null}
      {!isLoading && failed === undefined && findings.length === 0 ? (
        <p class="notice good">Nothing waits for you. All of {period} that is due is billed.</p>
      ) : null}
    </section>
  );
}
