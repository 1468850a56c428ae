import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { csvText } from '../../../../core/kernel/csv.ts';
import { useApi } from '../../session.ts';
import { saveAs } from '../../ui/save-as.ts';
import { Failed } from '../../ui/states.tsx';
import { counted } from '../../words.ts';
import { asColumns, type UsageQuestion, type UsageRow } from './usage-question.ts';

/** Saves all rows of a question as CSV, page after page, and says how many it has. */
export function UsageCsv({ question }: { readonly question: UsageQuestion }): JSX.Element {
  const api = useApi();
  const [loaded, setLoaded] = useState<number>();
  const [error, setError] = useState<unknown>();
  const save = async (): Promise<void> => {
    setError(undefined);
    try {
      const rows: UsageRow[] = [];
      for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; ) {
        isFirst = false;
        setLoaded(rows.length);
        const page = await api.ask('GET /v1/usage', { query: { ...question, cursor } });
        rows.push(...page.rows);
        cursor = page.nextCursor;
      }
      saveAs(`${question.meter}-${question.from}-${question.to}.csv`, csvOfRows(question, rows));
    } catch (failure) {
      setError(failure);
    }
    setLoaded(undefined);
  };
  return (
    <>
      <button type="button" onClick={() => void save()} disabled={loaded !== undefined}>
        {loaded === undefined ? 'Save as CSV' : `${counted(loaded, 'row')} so far …`}
      </button>
      {error === undefined ? null : <Failed error={error} />}
    </>
  );
}

/** With the columns that `farthing usage --csv` has. */
function csvOfRows(question: UsageQuestion, rows: readonly UsageRow[]): Blob {
  const groups = asColumns(question);
  const text = csvText([
    ['start', 'end', ...groups.map(({ title }) => title), 'value'].map((name) => ({ text: name })),
    ...rows.map((row) => [
      ...[{ text: row.start }, { text: row.end }],
      ...groups.map(({ read }) => {
        const value = read(row);
        return value === null || value === undefined ? undefined : { text: value };
      }),
      { number: row.value },
    ]),
  ]);
  return new Blob([text], { type: 'text/csv' });
}
