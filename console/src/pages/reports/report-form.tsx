import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { goTo } from '../../go.ts';
import { Choice, Field } from '../../ui/field.tsx';
import { isReport, type ReportForm, reportForms } from './report-question.ts';

/** Which report, and of which days. */
export function ReportFields({
  written,
}: {
  readonly written: Readonly<Record<string, string>>;
}): JSX.Element {
  const [asked, setAsked] = useState(written);
  const field = (name: string) => ({
    value: asked[name] ?? '',
    onValue: (value: string) => {
      setAsked((before) => ({ ...before, [name]: value }));
    },
  });
  const report = asked['report'] ?? '';
  const isOfADay = isReport(report) && reportForms[report].by === 'asOf';
  return (
    <form
      class="asked-for"
      onSubmit={(event) => {
        event.preventDefault();
        goTo('reports', undefined, asked);
      }}
    >
      <Choice
        label="Report"
        {...field('report')}
        options={(Object.keys(reportForms) as ReportForm[]).map((value) => ({
          ...{ value, name: reportForms[value].title },
        }))}
      />
      {isOfADay ? (
        <Field label="At the end of" {...field('asOf')} required placeholder="2026-11-30" />
      ) : (
        <>
          <Field label="From" {...field('from')} required placeholder="2026-11 or 2026-11-05" />
          <Field label="To (counted)" {...field('to')} required placeholder="2026-11" />
        </>
      )}
      {report === 'customer-statement' ? (
        <Field label="Customer" hint="By its key." {...field('customer')} required />
      ) : null}
      <button type="submit" class="primary">
        Show
      </button>
    </form>
  );
}
