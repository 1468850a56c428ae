import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { DocumentView } from '../../documents/document-view.tsx';
import { Explanation } from '../../documents/explanation.tsx';
import { headingOf, statementReasons } from '../../documents/shown-document.ts';
import { linkTo } from '../../place.ts';
import { Download } from '../../ui/download.tsx';
import { At, Facts, Money } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { useAnswer } from '../../use-answer.ts';
import { InvoiceActions } from './invoice-actions.tsx';
import { InvoicePayments } from './invoice-payments.tsx';
import { InvoiceStanding } from './invoice-standing.tsx';
import { IssueStatement } from './issue-statement.tsx';

type Document = AnswerOf<'GET /v1/invoices/{id}'>;

/** A document as people see it; what has become of it; what can be done with it; and where each line comes from. */
export function InvoicePage({ id }: { readonly id: string }): JSX.Element {
  const asked = useAnswer('GET /v1/invoices/{id}', { path: { id } });
  return (
    <Answered asked={asked} what="the document">
      {(document) => (
        <>
          <h2>{headingOf(document)}</h2>
          <Head document={document} />
          <Forms document={document} />
          {document.type === 'invoice' ? (
            <InvoiceActions invoice={document} onDone={asked.reload} />
          ) : null}
          {document.type === 'statement' && document.parked !== undefined ? (
            <IssueStatement statement={document} onDone={asked.reload} />
          ) : null}
          <Lines document={document} />
          {document.type === 'invoice' ? (
            <InvoicePayments invoice={document} onDone={asked.reload} />
          ) : null}
        </>
      )}
    </Answered>
  );
}

function Head({ document }: { readonly document: Document }): JSX.Element {
  const { customer, currency, status, issuedAt } = document;
  const state = document.type === 'invoice' ? document.paymentState : undefined;
  return (
    <>
      <Facts
        facts={[
          [
            'Status',
            <InvoiceStanding
              key="status"
              status={state?.status ?? status}
              overdue={state?.overdue ?? false}
            />,
          ],
          [
            'Customer',
            <a key="customer" href={linkTo('customers', customer)}>
              {customer}
            </a>,
          ],
          ['Issued', issuedAt === null ? undefined : <At instant={issuedAt} />],
          ['Dated', document.issueDate],
          ['To be paid by', document.type === 'invoice' ? document.dueDate : undefined],
          [
            'Due',
            state === undefined ? undefined : (
              <Money amount={state.amountDue} currency={currency} />
            ),
          ],
          ['Written off', writtenOff(state, currency)],
          ['Voided', state?.voidReason],
          [
            'Corrects',
            document.type === 'credit-note' ? (
              <a href={linkTo('invoices', document.corrects.id)}>{document.corrects.number}</a>
            ) : undefined,
          ],
          ['Reason', document.type === 'credit-note' ? document.reason : undefined],
        ]}
      />
      {document.type === 'statement' ? (
        <p class="notice">{statementReasons[document.reason]}</p>
      ) : null}
      {document.type !== 'credit-note' && document.parked !== undefined ? (
        <p class="notice waiting">It waits for a person: {document.parked.detail}</p>
      ) : null}
    </>
  );
}

function writtenOff(
  state: (Document & { readonly type: 'invoice' })['paymentState'],
  currency: string,
): JSX.Element | undefined {
  if (state?.amountWrittenOff === undefined) return undefined;
  return (
    <>
      <Money amount={state.amountWrittenOff} currency={currency} />
      {`: ${state.writeOffReason ?? ''}`}
    </>
  );
}

/** Both are XML; they are saved beside each other. */
const endings: Readonly<Record<string, string>> = { ubl: 'xml', cii: 'cii.xml' };

/** Of what is issued alone: a draft has no PDF yet. */
function Forms({
  document: { id, number, documents, status },
}: {
  readonly document: Document;
}): JSX.Element | null {
  if (status === 'draft') return null;
  const forms = [
    'pdf',
    'csv',
    ...(documents.ubl === undefined ? [] : ['ubl']),
    ...(documents.cii === undefined ? [] : ['cii']),
    'json',
  ];
  return (
    <p class="buttons">
      {forms.map((format) => (
        <Download
          key={format}
          path={`/v1/invoices/${encodeURIComponent(id)}`}
          query={{ format }}
          name={`${number ?? id}.${endings[format] ?? format}`}
        >
          {format.toUpperCase()}
        </Download>
      ))}
    </p>
  );
}

function Lines({ document }: { readonly document: Document }): JSX.Element {
  const [open, setOpen] = useState<string>();
  const shown = document.lines.find(({ id }) => id === open);
  return (
    <>
      <DocumentView
        document={document}
        lineEnd={({ id }) => (
          <button
            type="button"
            aria-expanded={id === open}
            aria-label={`Explain line ${id}`}
            onClick={() => {
              setOpen(id === open ? undefined : id);
            }}
          >
            Explain
          </button>
        )}
      />
      {shown === undefined ? null : (
        <section aria-label={`Line ${shown.id} explained`}>
          <h2>
            Line {shown.id}: {shown.description}
          </h2>
          <Explanation key={shown.id} id={document.id} line={shown.id} />
        </section>
      )}
    </>
  );
}
