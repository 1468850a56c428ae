import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { stepWords } from '../../../../core/contract/invoices/step-words.ts';
import type { AnswerOf } from '../../api.ts';
import { faultIn, faultsOf } from '../../faults.ts';
import { Money, Quantity } from '../../ui/facts.tsx';
import { Field } from '../../ui/field.tsx';
import { Answered } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useSettled } from '../../use-settled.ts';
import { type PricedBy, type PriceQuestion, priceQuestion } from './price-question.ts';

type Calculation = AnswerOf<'POST /v1/price-calculations'>;

/** Says what a quantity costs in a month as one types it, and how that comes about: as billing rates it. */
export function Calculator({
  by,
  hasEvents,
}: {
  readonly by: PricedBy;
  readonly hasEvents: boolean;
}): JSX.Element {
  const [typed, setTyped] = useState({ quantity: '', events: '', values: '' });
  const settled = useSettled(JSON.stringify(priceQuestion(by, typed) ?? null));
  const question = JSON.parse(settled) as PriceQuestion | null;
  const asked = useAnswer(
    'POST /v1/price-calculations',
    question === null ? undefined : { body: question },
  );
  const faults = faultsOf(asked.error);
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    fault: faultIn(faults, `/${name}`),
    onValue: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
    onKeyDown: unlessEnter,
  });
  return (
    <>
      <div class="asked-for">
        <Field label="Quantity in a month" inputMode="decimal" {...field('quantity')} />
        {hasEvents ? (
          <>
            <Field label="Events that were" inputMode="decimal" {...field('events')} />
            <Field label="Or what each event says" hint="Apart by spaces." {...field('values')} />
          </>
        ) : null}
      </div>
      {question === null ? (
        <p class="quiet">Type a quantity: what it costs stands here, step by step.</p>
      ) : (
        <Answered asked={asked} what="the price">
          {(calculation) => <Calculated calculation={calculation} />}
        </Answered>
      )}
    </>
  );
}

const Calculated = ({ calculation }: { readonly calculation: Calculation }): JSX.Element => {
  const { lines, currency, amount, exactAmount, chargedQuantity } = calculation;
  return (
    <div role="status">
      {lines.map((line) => (
        <Table
          key={line.kind}
          caption={`Steps of ${line.description}`}
          rows={line.steps}
          keyOf={(_, index) => String(index)}
          columns={[
            { title: line.description, cell: ({ of, tier }) => stepWords(of, tier) },
            {
              title: 'quantity',
              isNumber: true,
              cell: ({ quantity }) => <Quantity value={quantity} />,
            },
            { title: 'price', isNumber: true, cell: ({ price = '' }) => price },
            {
              title: 'amount',
              isNumber: true,
              cell: (step) => <Quantity value={step.amount} />,
            },
          ]}
        />
      ))}
      <p>
        <strong>
          <Money {...{ amount, currency }} />
        </strong>{' '}
        on an invoice, exactly <Money amount={exactAmount} currency={currency} />. Of it is charged:{' '}
        <Quantity value={chargedQuantity} />. Without tax, fees, and what the plan asks for at
        least.
      </p>
    </div>
  );
};

/** It may stand in the form of a plan, which who only tries a quantity does not mean to put. */
const unlessEnter = (event: KeyboardEvent): void => {
  if (event.key === 'Enter') event.preventDefault();
};
