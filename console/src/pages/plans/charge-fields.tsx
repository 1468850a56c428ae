import type { JSX } from 'preact';
import type { Fault } from '../../faults.ts';
import { Choice } from '../../ui/field.tsx';
import { Calculator } from './calculator.tsx';
import { fieldOf, MemberField } from './member-field.tsx';
import {
  commonFields,
  membersWithoutField,
  modelForms,
  modelNames,
  modelOf,
  withModel,
} from './price-fields.ts';
import { looksAtEvents } from './price-question.ts';
import { TierFields } from './tier-fields.tsx';
import { type Members, textOf } from './version-draft.ts';

interface ChargeFieldsProps {
  readonly title: string;
  readonly charge: Members;
  readonly meters: readonly string[];
  readonly currency: string;
  readonly faults: readonly Fault[];
  /** With undefined, it is taken out. */
  readonly onCharge: (charge: Members | undefined) => void;
}

/** What one charge costs, by its model. */
export function ChargeFields(props: ChargeFieldsProps): JSX.Element {
  const { title, charge, meters, currency, faults, onCharge } = props;
  const model = modelOf(charge);
  const form = model === undefined ? undefined : modelForms[model];
  const field = (name: string) => fieldOf(charge, faults, name, onCharge);
  const kept = membersWithoutField(charge);
  const named = textOf(charge['meter']);
  const whole = faults.find(({ at }) => at === '')?.says;
  return (
    <fieldset>
      <legend>{title}</legend>
      {whole === undefined ? null : <p class="fault">{whole}</p>}
      <div class="asked-for">
        <Choice
          label="Meter"
          {...field('meter')}
          options={[...new Set([...meters, named])].map((value) => ({ value, name: value }))}
        />
        <Choice
          label="Price"
          {...field('model')}
          onValue={(value) => {
            const chosen = modelNames.find((one) => one === value);
            if (chosen !== undefined) onCharge(withModel(charge, chosen));
          }}
          options={modelNames.map((value) => ({ value, name: modelForms[value].title }))}
        />
        {form?.fields.map((one) => (
          <MemberField key={one.name} of={one} {...field(one.name)} />
        ))}
      </div>
      {form?.tier === undefined ? null : (
        <TierFields fields={form.tier} {...{ charge, faults, onCharge }} />
      )}
      <details>
        <summary>More of this charge</summary>
        <div class="asked-for">
          {commonFields.map((one) => (
            <MemberField key={one.name} of={one} {...field(one.name)} />
          ))}
        </div>
      </details>
      <details>
        <summary>What would a quantity cost?</summary>
        <Calculator by={{ charge, currency }} hasEvents={looksAtEvents(charge)} />
      </details>
      {kept.length === 0 ? null : (
        <p class="quiet">It also has {kept.join(', ')}, which stay. Change them as JSON.</p>
      )}
      <button type="button" onClick={() => onCharge(undefined)}>
        Take out {title}
      </button>
    </fieldset>
  );
}
