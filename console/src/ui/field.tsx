import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface InputProps {
  readonly type?: 'text' | 'password';
  readonly required?: boolean;
  readonly autocomplete?: string;
  readonly pattern?: string;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'decimal';
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

interface Labelled {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with what was written here. */
  readonly fault?: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A line of text, with its label and what it is for. */
export function Field({
  label,
  hint,
  fault,
  value,
  onValue,
  suggestions,
  type = 'text',
  ...input
}: Labelled & InputProps & { readonly suggestions?: readonly string[] }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        {...(type === 'text' ? { type: 'text' as const } : { type: 'password' as const })}
        id={id}
        value={value}
        onInput={({ currentTarget }) => {
          onValue(currentTarget.value);
        }}
        {...(suggestions === undefined ? {} : { list: `${id}-list` })}
        {...describedBy(id, hint, fault)}
      />
      {suggestions === undefined ? null : (
        <datalist id={`${id}-list`}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      <Hint id={id} hint={hint} fault={fault} />
    </div>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  fault,
  value,
  onValue,
  rows = 4,
}: Labelled & { readonly rows?: number }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => {
          onValue(currentTarget.value);
        }}
        {...describedBy(id, hint, fault)}
      />
      <Hint id={id} hint={hint} fault={fault} />
    </div>
  );
}

/** One of several. */
export function Choice({
  label,
  hint,
  fault,
  value,
  onValue,
  options,
}: Labelled & {
  readonly options: readonly { readonly value: string; readonly name: string }[];
}): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          onValue(currentTarget.value);
        }}
        {...describedBy(id, hint, fault)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
      <Hint id={id} hint={hint} fault={fault} />
    </div>
  );
}

function describedBy(id: string, hint: string | undefined, fault: string | undefined) {
  const by = [
    ...(fault === undefined ? [] : [`${id}-fault`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
  ];
  return {
    ...(by.length === 0 ? {} : { 'aria-describedby': by.join(' ') }),
    ...(fault === undefined ? {} : { 'aria-invalid': true }),
  };
}

const Hint = ({
  id,
  hint,
  fault,
}: {
  readonly id: string;
  readonly hint: string | undefined;
  readonly fault: string | undefined;
}) => (
  <>
    {fault === undefined ? null : (
      <p class="fault" id={`${id}-fault`}>
        {fault}
      </p>
    )}
    {hint === undefined ? null : (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
  </>
);
