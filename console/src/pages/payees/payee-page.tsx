import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { Facts, Money } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { methodText } from '../payouts/payout-words.ts';
import { PayeeDocuments } from './payee-documents.tsx';
import { PayeeStatements } from './payee-statements.tsx';

type Payee = AnswerOf<'GET /v1/payees/{key}'>;
type Standing = AnswerOf<'GET /v1/payee'>;
type Owed = Standing['balances'][number];

/**
 * Who earns: who that is, what is owed to it and how it is paid, what it was told, and all that moved. Of a key that
 * is no payee's, no more is asked.
 */
export function PayeePage({ payee: key }: { readonly payee: string }): JSX.Element {
  const asked = useAnswer('GET /v1/payees/{key}', { path: { key } });
  return (
    <Answered asked={asked} what="the payee">
      {(payee) => (
        <>
          <PayeeFacts payee={payee} />
          <Balance payee={key} />
          <h2>Statements</h2>
          <PayeeStatements payee={key} />
          <h2>Movements</h2>
          <PayeeDocuments payee={key} />
        </>
      )}
    </Answered>
  );
}

const PayeeFacts = ({ payee }: { readonly payee: Payee }): JSX.Element => (
  <Facts
    facts={[
      ['Name', payee.name],
      ['Archived', payee.archived === true ? 'nobody new is to name it' : undefined],
      ['Country', payee.country],
      ['Tax number', payee.taxNumber],
      ['Statements', payee.tax === undefined ? undefined : 'self-billed'],
      ['Language of statements', payee.language],
      ['E-mail', payee.email],
    ]}
  />
);

function Balance({ payee }: { readonly payee: string }): JSX.Element {
  const asked = useAnswer('GET /v1/payee', { query: { payee } });
  return (
    <>
      <h2>Owed</h2>
      <Answered asked={asked} what="what is owed">
        {(standing) => (
          <>
            {standing.balances.length === 0 ? (
              <p class="notice">It has earned nothing yet.</p>
            ) : (
              <Balances balances={standing.balances} />
            )}
            <PaidBy standing={standing} />
          </>
        )}
      </Answered>
    </>
  );
}

function Balances({ balances }: { readonly balances: readonly Owed[] }): JSX.Element {
  const money = (title: string, amountOf: (owed: Owed) => string) => ({
    title,
    isNumber: true,
    cell: (owed: Owed) => <Money amount={amountOf(owed)} currency={owed.currency} />,
  });
  return (
    <Table
      caption="What is owed"
      rows={balances}
      keyOf={({ currency }) => currency}
      columns={[
        money('owed', ({ payable }) => payable),
        money('a run would pay', ({ ready }) => ready),
        money('paid from', ({ least }) => least),
        money('not stated yet', ({ unstated }) => unstated),
        money('held back', ({ held }) => held),
        { title: 'until', cell: ({ heldUntil }) => heldUntil ?? '' },
        money('under way', ({ inTransit }) => inTransit),
      ]}
    />
  );
}

/** Of an account, the last four. */
function PaidBy({ standing: { payout, payee } }: { readonly standing: Standing }): JSX.Element {
  if (payout === null) {
    return (
      <p class="notice waiting">
        Nobody has said how it is paid, so no run pays it:{' '}
        <code>farthing payees pay-by {payee}</code>, or the payee itself, on its page.
      </p>
    );
  }
  const { waiting, cameBack } = payout;
  return (
    <>
      <p>It is paid by {methodText(payout.payout)}.</p>
      {waiting === undefined ? null : (
        <p class="notice">
          From {waiting.from.slice(0, 'YYYY-MM-DD'.length)} on it is to be paid by{' '}
          {methodText(waiting.payout)}.
        </p>
      )}
      {cameBack === undefined ? null : (
        <p class="notice bad">
          A payout came back on {cameBack.on} ({cameBack.reason}): no run pays it by this method.{' '}
          Where it is right all the same: <code>farthing payees pay-by {payee} --try-again</code>.
        </p>
      )}
    </>
  );
}
