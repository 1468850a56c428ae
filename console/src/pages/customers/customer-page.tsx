import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { monthText } from '../../documents/shown-document.ts';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { At, Facts, Money } from '../../ui/facts.tsx';
import { Parts } from '../../ui/parts.tsx';
import { Answered } from '../../ui/states.tsx';
import { Listed, Table } from '../../ui/table.tsx';
import { useAnswer, usePages } from '../../use-answer.ts';
import { counted, dayAt, monthsLater } from '../../words.ts';
import { InvoiceTable } from '../invoices/invoice-table.tsx';
import { commitmentsText, couponsText, intervalText } from './agreed-words.ts';
import { CustomerStatements } from './customer-statements.tsx';
import { planNow } from './plan-now.ts';
import { PreviewView } from './preview-view.tsx';
import { Spending } from './spending.tsx';
import { UnappliedMoney } from './unapplied-money.tsx';

type Customer = AnswerOf<'GET /v1/customers/{key}'>;

interface CustomerProps {
  readonly payer: string;
  readonly period: string | undefined;
}

/** Who pays: what it is billed; or what it may spend before that. */
export function CustomerPage({
  show = 'billing',
  ...props
}: CustomerProps & { readonly show: string | undefined }): JSX.Element {
  const { payer } = props;
  const isSpending = show === 'spending';
  return (
    <>
      <Parts
        label="Of this payer"
        shown={isSpending ? 'spending' : 'billing'}
        parts={[
          { name: 'billing', title: 'Billing', link: linkTo('customers', payer) },
          {
            name: 'spending',
            title: 'Spending',
            link: linkTo('customers', payer, { show: 'spending' }),
          },
        ]}
      />
      {isSpending ? <Spending payer={payer} /> : <Billed {...props} />}
    </>
  );
}

/** What it comes to now, what was billed, for whose usage, and what it was before. */
function Billed({ payer, period }: CustomerProps): JSX.Element {
  const isSubject = payer.startsWith('subject:');
  return (
    <>
      {isSubject ? (
        <p class="notice">A subject that pays for itself, by the default plan.</p>
      ) : (
        <CustomerFacts customer={payer} />
      )}
      <SpendNow payer={payer} period={period} />
      <h2>Invoices</h2>
      <InvoiceTable query={{ customer: payer }} empty="There are none yet." />
      <h2>Months without an invoice</h2>
      <CustomerStatements payer={payer} />
      <h2>Unapplied money</h2>
      <UnappliedMoney payer={payer} />
      <h2>Accounts</h2>
      <Accounts payer={payer} />
      {isSubject ? null : <History customer={payer} />}
    </>
  );
}

function CustomerFacts({ customer: key }: { readonly customer: string }): JSX.Element {
  const { now } = useApi();
  const asked = useAnswer('GET /v1/customers/{key}', { path: { key } });
  return (
    <Answered asked={asked} what="the customer">
      {(customer) => (
        <>
          <Facts
            facts={[
              ['Name', customer.name],
              ['Plan', planText(customer, dayAt(now()))],
              ['Coupons', couponsText(customer)],
              ['Billing day', customer.billingDay],
              ['Commits to', commitmentsText(customer)],
              ['Invoiced', intervalText(customer)],
              ['Time zone', customer.timezone],
              ['E-mail', customer.email],
              ['Tax number', customer.taxNumber],
              ['Buyer reference', customer.buyerReference],
              ['Purchase order', customer.purchaseOrder],
              ['Profile of UBL', customer.ublProfile],
              ['Days to pay', customer.paymentTermsDays],
              ['Unapplied money', customer.unappliedMoney],
              ['Language of PDFs', customer.language],
              ...Object.entries(customer.metadata),
            ]}
          />
          <Subjects customer={customer} />
        </>
      )}
    </Answered>
  );
}

function planText({ plan = [] }: Customer, today: string): JSX.Element {
  const now = planNow(plan, today);
  if (now === undefined) return <>default</>;
  return <a href={linkTo('plans', now)}>{now}</a>;
}

function Subjects({
  customer: { subjects, tenures = [] },
}: {
  readonly customer: Customer;
}): JSX.Element {
  return (
    <details open={subjects.length <= 20}>
      <summary>It pays for {counted(subjects.length, 'subject')}</summary>
      <ul>
        {subjects.map((subject) => (
          <li key={subject}>{subject}</li>
        ))}
      </ul>
      {tenures.length === 0 ? null : (
        <Table
          caption="Subjects that it has not had always"
          rows={tenures}
          keyOf={({ subject }, index) => `${subject} ${index}`}
          columns={[
            { title: 'subject', cell: ({ subject }) => subject },
            { title: 'from', cell: ({ from }) => <At instant={from} /> },
            { title: 'until', cell: ({ until }) => <At instant={until} /> },
          ]}
        />
      )}
    </details>
  );
}

/** What its invoice of a month would be, if that ended now. */
function SpendNow({
  payer,
  period,
}: {
  readonly payer: string;
  readonly period: string | undefined;
}): JSX.Element {
  const path = { key: payer };
  const query = period === undefined ? {} : { period };
  const asked = useAnswer('GET /v1/customers/{key}/preview', { path, query });
  // Which month it is, the server says: by its clock, and the calendar of the customer.
  const month = period ?? asked.value?.period.firstDay.slice(0, 'YYYY-MM'.length);
  const shown = asked.value?.period.cycle === undefined ? month : monthText(asked.value.period);
  const link = (count: number) => {
    if (month === undefined) return null;
    const other = monthsLater(month, count);
    return <a href={linkTo('customers', payer, { period: other })}>{other}</a>;
  };
  return (
    <>
      <h2>Spend of {shown ?? 'this month'}</h2>
      {month === undefined ? null : (
        <p>
          Other months: {link(-1)}, {link(1)}
        </p>
      )}
      <Answered asked={asked} what="what it comes to">
        {(preview) => <PreviewView preview={preview} />}
      </Answered>
    </>
  );
}

function Accounts({ payer }: { readonly payer: string }): JSX.Element {
  const asked = useAnswer('GET /v1/accounts', { query: { customer: payer } });
  return (
    <Answered asked={asked} what="accounts">
      {({ accounts }) =>
        accounts.length === 0 ? (
          <p class="quiet">Nothing was posted yet.</p>
        ) : (
          <Table
            caption="Accounts"
            rows={accounts}
            keyOf={({ account, currency }) => `${account} ${currency}`}
            columns={[
              {
                title: 'account',
                cell: ({ account }) => <a href={linkTo('books', account)}>{account}</a>,
              },
              {
                title: 'balance',
                isNumber: true,
                cell: ({ balance, currency }) => <Money amount={balance} currency={currency} />,
              },
            ]}
          />
        )
      }
    </Answered>
  );
}

function History({ customer: key }: { readonly customer: string }): JSX.Element {
  const asked = usePages(
    'GET /v1/customers/{key}/history',
    { path: { key }, query: { limit: 10 } },
    ({ changes }) => changes,
  );
  return (
    <>
      <h2>History</h2>
      <Listed
        asked={asked}
        what="its history"
        caption="History"
        empty="It was never changed."
        keyOf={({ customer }) => String(customer.revision)}
        columns={[
          { title: 'revision', cell: ({ customer }) => customer.revision },
          { title: 'put', cell: ({ at }) => <At instant={at} /> },
          { title: 'counts from', cell: ({ from }) => from ?? '' },
          { title: 'by key', cell: ({ by }) => by ?? '' },
          { title: 'name', cell: ({ customer }) => customer.name },
          { title: 'subjects', isNumber: true, cell: ({ customer }) => customer.subjects.length },
        ]}
      />
    </>
  );
}
