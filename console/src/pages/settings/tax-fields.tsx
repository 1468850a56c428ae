import type { JSX } from 'preact';
import { type Fault, faultIn } from '../../faults.ts';
import { Choice, Field } from '../../ui/field.tsx';
import type { TaxRow } from './settings-draft.ts';
import { categoryNames } from './settings-shown.tsx';

const emptyRow: TaxRow = {
  ...{ code: 'standard', category: 'S', rate: '', exemptionReason: '', exemptionCode: '' },
};

/** How what has a tax code is taxed, a row a code. */
export function TaxFields({
  taxes,
  faults,
  onTaxes,
}: {
  readonly taxes: readonly TaxRow[];
  readonly faults: readonly Fault[];
  readonly onTaxes: (taxes: readonly TaxRow[]) => void;
}): JSX.Element {
  return (
    <fieldset>
      <legend>Taxes</legend>
      {taxes.map((row, index) => {
        const field = (name: keyof TaxRow) => ({
          value: row[name],
          fault:
            name === 'code'
              ? faults.find(({ at }) => at === `/taxes/${row.code}`)?.says
              : faultIn(faults, `/taxes/${row.code}/${name}`),
          onValue: (value: string) => onTaxes(taxes.with(index, { ...row, [name]: value })),
        });
        return (
          <div key={index} class="asked-for">
            <Field label="Tax code" {...field('code')} required />
            <Choice
              label="Category"
              {...field('category')}
              options={Object.entries(categoryNames).map(([value, name]) => ({ value, name }))}
            />
            <Field label="Percent" inputMode="decimal" {...field('rate')} />
            <Field label="Why no tax" {...field('exemptionReason')} />
            <Field label="As a VATEX code" {...field('exemptionCode')} />
            <button type="button" onClick={() => onTaxes(taxes.toSpliced(index, 1))}>
              Take out {row.code}
            </button>
          </div>
        );
      })}
      <button type="button" onClick={() => onTaxes([...taxes, emptyRow])}>
        Add a tax code
      </button>
    </fieldset>
  );
}
