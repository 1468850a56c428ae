import type { JSX } from 'preact';
import { type Fault, faultIn } from '../../faults.ts';
import { Field } from '../../ui/field.tsx';
import type { PriceField } from './price-fields.ts';
import { type Members, textOf, withMember } from './version-draft.ts';

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
