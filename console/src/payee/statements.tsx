import type { JSX } from 'preact';
import { Answered, Failed } from '../own/states.tsx';
import { useSession } from '../session.ts';
import { saveAs } from '../ui/save-as.ts';
import { usePages } from '../use-answer.ts';
import { useTask } from '../use-task.ts';
import type { Payee, Statement } from './answers.ts';
import { shortened } from './rules.ts';
import { useSpelling } from './words/words.ts';

const forms = [
  { form: 'pdf', name: 'PDF' },
  { form: 'csv', name: 'CSV' },
] as const;

/** What it was told, the latest first, to be saved. */
export function Statements({ payee }: { readonly payee: Payee }): JSX.Element {
  const { words } = useSpelling();
  const listed = usePages(
    'GET /v1/payees/{key}/statements',
    { path: { key: payee.payee }, query: { limit: 12 } },
    (page): readonly Statement[] => page.statements,
  );
  return (
    <section aria-labelledby="statements">
      <h2 id="statements">{words.statements}</h2>
      <Answered asked={listed}>
        {(list) => (
          <>
            {list.length === 0 ? <p>{words.noStatements}</p> : null}
            <ul class="rows">
              {list.map((statement) => (
                <Row key={statement.id} statement={statement} />
              ))}
            </ul>
            {listed.hasMore ? (
              <button type="button" onClick={listed.more} disabled={listed.isLoading}>
                {listed.isLoading ? words.loading : words.more}
              </button>
            ) : null}
          </>
        )}
      </Answered>
    </section>
  );
}

function Row({ statement }: { readonly statement: Statement }): JSX.Element {
  const { words, amount, month } = useSpelling();
  const { api } = useSession();
  const saving = useTask();
  const { id, number, period, currency, total, closing } = statement;
  const save = async (form: string): Promise<void> => {
    if (saving.isAsking) return;
    await saving.run(async () => {
      const path = `/v1/payee-statements/${encodeURIComponent(id)}`;
      const { name, blob } = await api.file(path, { format: form });
      saveAs(name ?? `${id}.${form}`, blob);
    });
  };
  return (
    <li>
      <div>
        <strong>{words.statementOf(month(period))}</strong>
        <span class="quiet">
          {number === null ? '' : `${number}, `}
          {words.owedThen(amount(shortened(closing), currency))}
        </span>
      </div>
      <span class="money">{amount(total, currency)}</span>
      {forms.map(({ form, name }) => (
        <button
          key={form}
          type="button"
          aria-disabled={saving.isAsking}
          aria-label={words.saveAs(name, month(period))}
          onClick={() => void save(form)}
        >
          {name}
        </button>
      ))}
      {saving.error === undefined ? null : <Failed error={saving.error} />}
    </li>
  );
}
