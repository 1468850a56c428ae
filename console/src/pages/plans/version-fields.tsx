import type { JSX } from 'preact';
import { type Fault, faultIn, faultsWithin } from '../../faults.ts';
import { Field } from '../../ui/field.tsx';
import { useAnswer } from '../../use-answer.ts';
import { ChargeFields } from './charge-fields.tsx';
import { FeeFields } from './fee-fields.tsx';
import { type Members, textOf, type VersionDraft, withItem, withMember } from './version-draft.ts';

interface VersionFieldsProps {
  readonly draft: VersionDraft;
  readonly onDraft: (draft: VersionDraft) => void;
  readonly faults: readonly Fault[];
}

export function VersionFields({ draft, onDraft, faults }: VersionFieldsProps): JSX.Element {
  const field = (name: string) => ({
    value: textOf(draft[name]),
    fault: faultIn(faults, `/${name}`),
    onValue: (value: string) => onDraft(withMember(draft, name, value)),
  });
  const whole = faults.find(({ at }) => at === '')?.says;
  const from = field('effectiveFrom');
  return (
    <>
      <div class="asked-for">
        <Field
          label="In force from"
          hint="A day, such as 2027-01-01."
          {...from}
          fault={from.fault ?? whole}
          required
          pattern="\d{4}-\d{2}-\d{2}"
        />
        <Field
          label="Currency"
          hint="The same in every version."
          {...field('currency')}
          required
          pattern="[A-Z]{3}"
        />
        <Field
          label="Carried, below"
          hint="A smaller total waits for the next invoice."
          inputMode="decimal"
          {...field('minimumCharge')}
        />
        <Field
          label="All charges, at least"
          hint="What was committed to a month."
          inputMode="decimal"
          {...field('minimumCommitment')}
        />
      </div>
      <Charges {...{ draft, onDraft, faults }} />
      <Fees {...{ draft, onDraft, faults }} />
    </>
  );
}

function Charges({ draft, onDraft, faults }: VersionFieldsProps): JSX.Element {
  const meters = useAnswer('GET /v1/meters', {});
  const keys = meters.value?.meters.map(({ key }) => key) ?? [];
  const { charges } = draft;
  const set = (changed: readonly Members[]): void => onDraft({ ...draft, charges: changed });
  return (
    <>
      <h2>What usage costs</h2>
      {charges.map((charge, index) => (
        <ChargeFields
          key={index}
          title={`charge ${index + 1}`}
          charge={charge}
          meters={keys}
          currency={textOf(draft['currency'])}
          faults={faultsWithin(faults, `/charges/${index}`)}
          onCharge={(changed) => set(withItem(charges, index, changed))}
        />
      ))}
      <p class="buttons">
        <button
          type="button"
          onClick={() => set([...charges, { meter: keys[0] ?? '', model: 'per_unit' }])}
        >
          Add a charge
        </button>
      </p>
    </>
  );
}

function Fees({ draft, onDraft, faults }: VersionFieldsProps): JSX.Element {
  const { fixedFees: fees = [], ...others } = draft;
  const set = (changed: readonly Members[]): void =>
    onDraft(changed.length === 0 ? others : { ...draft, fixedFees: changed });
  return (
    <>
      <h2>What is charged each month, whatever was used</h2>
      {fees.map((fee, index) => (
        <FeeFields
          key={index}
          title={`fee ${index + 1}`}
          fee={fee}
          faults={faultsWithin(faults, `/fixedFees/${index}`)}
          onFee={(changed) => set(withItem(fees, index, changed))}
        />
      ))}
      <p class="buttons">
        <button type="button" onClick={() => set([...fees, {}])}>
          Add a fee
        </button>
      </p>
    </>
  );
}
