import type { JSX } from 'preact';
import type { Fault } from '../../faults.ts';
import { Choice, Field } from '../../ui/field.tsx';
import { fieldOf } from './member-field.tsx';
import type { Members } from './version-draft.ts';

/** A fee of every month. */
export function FeeFields({
  title,
  fee,
  faults,
  onFee,
}: {
  readonly title: string;
  readonly fee: Members;
  readonly faults: readonly Fault[];
  /** With undefined, it is taken out. */
  readonly onFee: (fee: Members | undefined) => void;
}): JSX.Element {
  const field = (name: string) => fieldOf(fee, faults, name, onFee);
  return (
    <fieldset>
      <legend>{title}</legend>
      <div class="asked-for">
        <Field label="Key" {...field('key')} required />
        <Field label="A month" inputMode="decimal" {...field('amount')} required />
        <Field label="What the invoice says" {...field('description')} required />
        <Choice
          label="Of a month in part"
          {...field('proration')}
          options={[
            { value: '', name: 'by days' },
            { value: 'none', name: 'whole' },
          ]}
        />
        <Choice
          label="On the invoice"
          {...field('timing')}
          options={[
            { value: '', name: 'of its month' },
            { value: 'advance', name: 'of the month before' },
          ]}
        />
        <Field label="Tax code" {...field('taxCode')} />
      </div>
      <button type="button" onClick={() => onFee(undefined)}>
        Take out {title}
      </button>
    </fieldset>
  );
}
