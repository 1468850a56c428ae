import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Fault, faultIn, faultsOf } from '../../faults.ts';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Choice, Field, TextArea } from '../../ui/field.tsx';
import { Failed } from '../../ui/states.tsx';
import { useTask } from '../../use-task.ts';
import { BoundsFields } from './bounds-fields.tsx';
import { putSettings } from './put-settings.ts';
import {
  memberAt,
  type Settings,
  type SettingsDraft,
  settingsBody,
  settingsDraft,
  withMemberAt,
} from './settings-draft.ts';
import { type SettingField, settingFrom, settingGroups, settingText } from './settings-fields.ts';
import { TaxFields } from './tax-fields.tsx';

/** All settings: what is left empty takes its default. */
export function SettingsForm({
  settings,
  onDone,
}: {
  readonly settings: Settings | undefined;
  readonly onDone: (settings: Settings) => void;
}): JSX.Element {
  const api = useApi();
  const { isAsking, error, run } = useTask();
  const [draft, setDraft] = useState(() => settingsDraft(settings));
  const [own, setOwn] = useState<readonly Fault[]>([]);
  const faults = [...own, ...faultsOf(error)];
  const put = async (): Promise<void> => {
    const read = settingsBody(draft);
    setOwn('repeated' in read ? [repeatedFault(read.repeated)] : []);
    if ('repeated' in read) return;
    const before = settings?.revision;
    const done = await run(() => putSettings(api, { before, body: read.body }));
    if (done !== undefined) onDone(done);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void put();
      }}
    >
      <p>
        Months that are closed stay as they are. What is changed here counts for documents from now
        on{settings === undefined ? ', and months are billed from now on' : ''}.
      </p>
      <Groups {...{ draft, faults }} onDraft={setDraft} />
      {error === undefined ? null : <Failed error={error} />}
      <p class="buttons">
        <button type="submit" class="primary" disabled={isAsking}>
          {isAsking ? 'Asking …' : 'Put them'}
        </button>
        <a class="button" href={linkTo('settings')}>
          Leave it
        </a>
      </p>
    </form>
  );
}

const repeatedFault = (code: string): Fault => ({
  at: `/taxes/${code}`,
  says: `the tax code “${code}” stands here twice`,
});

interface GroupsProps {
  readonly draft: SettingsDraft;
  readonly faults: readonly Fault[];
  readonly onDraft: (draft: SettingsDraft) => void;
}

function Groups({ draft, faults, onDraft }: GroupsProps): JSX.Element {
  const { members, taxes } = draft;
  const set = (at: string, value: unknown): void =>
    onDraft({ ...draft, members: withMemberAt(members, at, value) });
  return (
    <>
      {settingGroups.map(({ title, fields }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          <div class="fields">
            {fields.map((field) => (
              <Setting
                key={field.at}
                field={field}
                value={settingText(field, memberAt(members, field.at))}
                fault={faultIn(faults, field.at)}
                onValue={(written) => set(field.at, settingFrom(field, written))}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <BoundsFields
        bounds={members['bounds']}
        faults={faults}
        onBounds={(bounds) => set('/bounds', bounds)}
      />
      <TaxFields
        taxes={taxes}
        faults={faults}
        onTaxes={(rows) => onDraft({ ...draft, taxes: rows })}
      />
    </>
  );
}

function Setting({
  field,
  ...state
}: {
  readonly field: SettingField;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onValue: (written: string) => void;
}): JSX.Element {
  const { label, hint } = field;
  switch (field.as) {
    case 'choice':
      return <Choice {...{ label, hint }} {...state} options={field.of} />;
    case 'lines':
      return <TextArea {...{ label, hint }} {...state} rows={2} />;
    case 'text':
    case 'number':
      return <Field {...{ label, hint }} {...state} required={field.isNeeded === true} />;
  }
}
