import type { JSX } from 'preact';
import { type Fault, faultIn } from '../../faults.ts';
import { Choice, Field } from '../../ui/field.tsx';
import {
  commonFields,
  membersWithoutField,
  modelForms,
  modelNames,
  modelOf,
  type PriceField,
  withModel,
} from './price-fields.ts';
import { TierFields } from './tier-fields.tsx';
import { type Members, textOf, withMember } from './version-draft.ts';

interface ChargeFieldsProps {
  readonly title: string;
  readonly charge: Members;
  readonly meters: readonly string[];
  readonly faults: readonly Fault[];
  /** With undefined, it is taken out. */
  readonly onCharge: (charge: Members | undefined) => void;
}

/** What one charge costs, by its model. */
export function ChargeFields(props: ChargeFieldsProps): JSX.Element {
  const { title, charge, meters, faults, onCharge } = props;
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
      {kept.length === 0 ? null : (
        <p class="quiet">It also has {kept.join(', ')}, which stay. Change them as JSON.</p>
      )}
      <button type="button" onClick={() => onCharge(undefined)}>
        Take out {title}
      </button>
    </fieldset>
  );
}

interface FieldState {
  readonly value: string;
  readonly fault: string | undefined;
  readonly onValue: (value: string) => void;
}

/** A member of something as a field: what is wrong with it, and what is to be when it is changed. */
export const fieldOf = (
  members: Members,
  faults: readonly Fault[],
  name: string,
  onMembers: (changed: Members) => void,
): FieldState => ({
  value: textOf(members[name]),
  fault: faultIn(faults, `/${name}`),
  onValue: (value) => onMembers(withMember(members, name, value)),
});

const words = new Set(['description', 'taxCode', 'key', 'countMeter']);

export const MemberField = ({
  of: { name, label, isNeeded },
  ...state
}: FieldState & { readonly of: PriceField }): JSX.Element => (
  <Field
    label={label}
    {...state}
    required={isNeeded}
    inputMode={words.has(name) ? 'text' : 'decimal'}
  />
);
