import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { DocumentView } from '../../documents/document-view.tsx';
import { type ShownLine, statementReasons } from '../../documents/shown-document.ts';
import { linkTo } from '../../place.ts';
import { Quantity } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';

type Preview = AnswerOf<'GET /v1/customers/{key}/preview'>;

/** What an invoice of a month would be; of a month that is closed, what closed it, and what came since. */
export function PreviewView({ preview }: { readonly preview: Preview }): JSX.Element {
  const { closedBy, obstacle, partial, unbilled = [] } = preview;
  const isNew = preview.lines.some((line) => !isOfNoUsage(line));
  return (
    <>
      {closedBy === undefined ? null : <Closed by={closedBy} />}
      {obstacle === undefined ? null : (
        <p class="notice waiting">A run would set it aside for a person: {obstacle.detail}</p>
      )}
      {partial === true ? (
        <p class="notice waiting">A new meter is still counting what was there: more is to come.</p>
      ) : null}
      {preview.type === 'statement' && closedBy === undefined ? (
        <p class="notice">{statementReasons[preview.reason]}</p>
      ) : null}
      {closedBy !== undefined && isNew ? <h3>Came since, and is in a later invoice</h3> : null}
      {closedBy === undefined || isNew ? <DocumentView document={preview} /> : null}
      {unbilled.length === 0 ? null : <Unbilled rows={unbilled} />}
    </>
  );
}

/** What only moves amounts from one document to the next. */
const isOfNoUsage = ({ kind }: ShownLine): boolean => kind === 'carried-in' || kind === 'rounding';

function Closed({ by: { id, number } }: { readonly by: NonNullable<Preview['closedBy']> }) {
  const asked = useAnswer('GET /v1/invoices/{id}', { path: { id } });
  return (
    <>
      <p class="notice good">
        The month is closed by <a href={linkTo('invoices', id)}>{number ?? 'a statement'}</a>.
      </p>
      <Answered asked={asked} what="what closed it">
        {(document) => <DocumentView document={document} />}
      </Answered>
    </>
  );
}

const Unbilled = ({ rows }: { readonly rows: NonNullable<Preview['unbilled']> }): JSX.Element => (
  <Table
    caption="Used, and in no invoice"
    rows={rows}
    keyOf={({ meter, reason }, index) => `${meter} ${reason} ${index}`}
    columns={[
      { title: 'not billed', cell: ({ meter }) => meter },
      { title: 'subject', cell: ({ subject }) => subject ?? '' },
      { title: 'why', cell: ({ reason }) => reason },
      {
        title: 'quantity',
        isNumber: true,
        cell: ({ quantity }) => <Quantity value={quantity} />,
      },
    ]}
  />
);
