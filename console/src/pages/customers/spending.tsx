import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../api.ts';
import { sharesOf } from '../../charts/shares.ts';
import { UsedBar } from '../../charts/used-bar.tsx';
import { At, Facts, Money, Quantity, Standing } from '../../ui/facts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { counted, separated } from '../../words.ts';
import { BudgetDialog } from './budget-dialog.tsx';
import { Wallet } from './wallet.tsx';

type Spend = AnswerOf<'GET /v1/payers/{payer}/spend'>;
type Budget = Spend['budgets'][number];
type Hold = AnswerOf<'GET /v1/payers/{payer}/holds'>['holds'][number];

/** What a payer may still spend before it does: budgets, its wallet, what it holds, and who may ask for it. */
export function Spending({ payer }: { readonly payer: string }): JSX.Element {
  const asked = useAnswer('GET /v1/payers/{payer}/spend', { path: { payer } });
  const [isSetting, setSetting] = useState(false);
  return (
    <>
      <Answered asked={asked} what="what it may spend">
        {(spend) => (
          <>
            <SpendFacts spend={spend} />
            <h2>Budgets</h2>
            <Budgets budgets={spend.budgets} />
            <Passes passes={spend.passes} />
            <p class="buttons">
              <button
                type="button"
                onClick={() => {
                  setSetting(true);
                }}
              >
                Set a budget …
              </button>
            </p>
            {isSetting ? (
              <BudgetDialog
                {...{ payer, currency: spend.currency }}
                onClose={() => {
                  setSetting(false);
                }}
                onDone={() => {
                  setSetting(false);
                  asked.reload();
                }}
              />
            ) : null}
          </>
        )}
      </Answered>
      <h2>Wallet</h2>
      <Wallet payer={payer} />
      <h2>Holds</h2>
      <Holds payer={payer} />
      <h2>Tokens</h2>
      <Tokens payer={payer} />
    </>
  );
}

const SpendFacts = ({ spend }: { readonly spend: Spend }): JSX.Element => {
  const { currency, unreported } = spend;
  const money = (amount: string): JSX.Element => <Money amount={amount} currency={currency} />;
  return (
    <Facts
      facts={[
        [`Charged in ${spend.month}`, money(spend.captured)],
        ['Held', money(spend.held)],
        [
          'Used besides',
          <>
            {money(spend.ungated)} <span class="quiet">as of</span> <At instant={spend.asOf} />
          </>,
        ],
        ...Object.entries(unreported).map(
          ([meter, units]) => [`Not reported: ${meter}`, <Quantity value={units} />] as const,
        ),
      ]}
    />
  );
};

function Passes({ passes }: { readonly passes: Spend['passes'] }): JSX.Element | null {
  if (passes.length === 0) return null;
  return (
    <Table
      caption="Passes"
      rows={passes}
      keyOf={({ id }) => id}
      columns={[
        { title: 'pass', cell: ({ name }) => name },
        {
          title: 'units',
          isNumber: true,
          cell: ({ units, meter }) => `${separated(units)} ${meter}`,
        },
        { title: 'used', isNumber: true, cell: ({ used }) => <Quantity value={used} /> },
        { title: 'left', isNumber: true, cell: ({ left }) => <Quantity value={left} /> },
        { title: 'until', cell: ({ resetsAt }) => <At instant={resetsAt} /> },
      ]}
    />
  );
}

/** The unit in which a budget counts: a currency, or a meter. */
const unitOf = ({ limit }: Budget): string => ('amount' in limit ? limit.currency : limit.meter);
const limitOf = ({ limit }: Budget): string => ('amount' in limit ? limit.amount : limit.units);
const everyText = { day: 'a day', week: 'a week', month: 'a month', ever: 'ever' } as const;

function Budgets({ budgets }: { readonly budgets: readonly Budget[] }): JSX.Element {
  if (budgets.length === 0) return <p class="quiet">There are none: nothing is refused by one.</p>;
  return (
    <Table
      caption="Budgets"
      rows={budgets}
      keyOf={({ key }) => key}
      columns={[
        {
          title: 'budget',
          cell: ({ key, meter, hard }) => (
            <>
              {key}{' '}
              <span class="quiet">
                {meter === undefined ? '' : `of ${meter}`} {hard ? '' : '(only told)'}
              </span>
            </>
          ),
        },
        {
          title: 'limit',
          isNumber: true,
          cell: (one) => `${separated(limitOf(one))} ${unitOf(one)} ${everyText[one.every]}`,
        },
        { title: 'used', cell: (one) => <Used budget={one} /> },
        { title: 'left', isNumber: true, cell: ({ left }) => <Quantity value={left} /> },
        {
          title: 'begins anew',
          cell: ({ resetsAt }) => (resetsAt === undefined ? 'never' : <At instant={resetsAt} />),
        },
      ]}
    />
  );
}

function Used({ budget }: { readonly budget: Budget }): JSX.Element {
  const { key, used, held, left } = budget;
  const text = `${separated(used)} used, ${separated(held)} held`;
  const limit = limitOf(budget);
  const isOver = sharesOf({ used, held, left, limit }).limit !== undefined;
  const label = `${key}: ${text}, ${isOver ? 'over the limit' : `${separated(left)} left`}`;
  return (
    <>
      <UsedBar {...{ label, used, held, left, limit }} />
      {text} {isOver ? <Standing tone="bad">over the limit</Standing> : null}
    </>
  );
}

function Holds({ payer }: { readonly payer: string }): JSX.Element {
  const asked = useAnswer('GET /v1/payers/{payer}/holds', { path: { payer } });
  return (
    <Answered asked={asked} what="holds">
      {({ holds }) => {
        if (holds.length === 0) return <p class="quiet">It holds nothing.</p>;
        const open = holds.filter(({ status }) => status === 'open').length;
        return (
          <>
            <p>
              {counted(open, 'open hold')}; what has ended can be captured for a day, if it fits.
            </p>
            <Table caption="Holds" rows={holds} keyOf={({ id }) => id} columns={holdColumns} />
          </>
        );
      }}
    </Answered>
  );
}

const holdColumns = [
  { title: 'hold', cell: ({ id }: Hold) => <code>{id}</code> },
  {
    title: 'stands',
    cell: ({ status, lease }: Hold) => (
      <>
        <Standing tone={status === 'open' ? 'good' : 'waiting'}>{status}</Standing>
        {lease ? ' lease' : ''}
      </>
    ),
  },
  { title: 'meter', cell: ({ meter }: Hold) => meter },
  { title: 'subject', cell: ({ subject }: Hold) => subject },
  {
    title: 'asked for',
    isNumber: true,
    cell: ({ quantity }: Hold) => <Quantity value={quantity} />,
  },
  { title: 'held', isNumber: true, cell: ({ left }: Hold) => <Quantity value={left} /> },
  { title: 'since', cell: ({ createdAt }: Hold) => <At instant={createdAt} /> },
  { title: 'until', cell: ({ endsAt }: Hold) => <At instant={endsAt} /> },
];

function Tokens({ payer }: { readonly payer: string }): JSX.Element {
  const asked = useAnswer('GET /v1/payers/{payer}/tokens', { path: { payer } });
  return (
    <Answered asked={asked} what="tokens">
      {({ tokens }) =>
        tokens.length === 0 ? (
          <p class="quiet">
            There are none. Make one with <code>farthing payers tokens create</code>.
          </p>
        ) : (
          <Table
            caption="Tokens"
            rows={tokens}
            keyOf={({ id }) => id}
            columns={[
              { title: 'token', cell: ({ id }) => <code>{id}</code> },
              { title: 'for', cell: ({ actions }) => actions.join(', ') },
              {
                title: 'limit',
                isNumber: true,
                cell: ({ limit }) =>
                  limit === null ? <span class="quiet">none</span> : <Money {...limit} />,
              },
              { title: 'spent', isNumber: true, cell: ({ spent }) => <Quantity value={spent} /> },
              { title: 'since', cell: ({ createdAt }) => <At instant={createdAt} /> },
              { title: 'until', cell: ({ endsAt }) => <At instant={endsAt} /> },
            ]}
          />
        )
      }
    </Answered>
  );
}
