import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Fault, faultIn, faultsOf, faultsWithin } from '../../faults.ts';
import { jsonText } from '../../json-text.ts';
import { linkTo } from '../../place.ts';
import { useApi } from '../../session.ts';
import { Choice, Field, TextArea } from '../../ui/field.tsx';
import { Failed } from '../../ui/states.tsx';
import { useTask } from '../../use-task.ts';
import { type PutPlan, planWith, putPlan } from './put-version.ts';
import { draftAfter, draftFrom, draftOf, type VersionDraft } from './version-draft.ts';
import { VersionFields } from './version-fields.tsx';
import { firstFreeDay, type Plan } from './version-times.ts';

interface VersionFormProps {
  /** Left out for a plan that is to be new. */
  readonly planKey?: string;
  readonly plan?: Plan;
  /** The first day of the version that is changed; left out for another one. */
  readonly replaces?: string;
  readonly onDone: (put: PutPlan) => void;
}

/** A version, by fields or as JSON: what one has no field for, the other has. */
export function VersionForm({ planKey, plan, replaces, onDone }: VersionFormProps): JSX.Element {
  const api = useApi();
  const { isAsking, error, run } = useTask();
  const [key, setKey] = useState(planKey ?? '');
  const [name, setName] = useState(plan?.name ?? '');
  const editor = useDraft(() => firstDraft(plan, replaces, api.now()));
  const [place, setPlace] = useState(0);
  const [own, setOwn] = useState<readonly Fault[]>([]);
  const refused = faultsOf(error);
  const faults = [...own, ...faultsWithin(refused, `/versions/${place}`)];
  const put = async (): Promise<void> => {
    const draft = editor.read();
    if (draft === undefined) return;
    const whole = planWith({ name, versions: plan?.versions ?? [] }, { draft, replaces });
    setOwn('fault' in whole ? [whole.fault] : []);
    if ('fault' in whole) return;
    setPlace(whole.index);
    const done = await run(() => putPlan(api, { key, before: plan?.revision, body: whole.body }));
    if (done !== undefined) onDone(done);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void put();
      }}
    >
      <Begun plan={plan} replaces={replaces} free={firstFreeDay(api.now())} />
      <div class="written">
        {planKey === undefined ? (
          <Field
            label="Key of the plan"
            hint="By which customers name it: a-z, 0-9, dot, dash, underscore. It stays."
            value={key}
            onValue={setKey}
            required
            pattern="[a-z0-9][a-z0-9_.\-]{0,63}"
          />
        ) : null}
        <Field
          label="Name of the plan"
          hint="What people call it."
          value={name}
          onValue={setName}
          fault={faultIn(refused, '/name')}
        />
      </div>
      <Editor editor={editor} faults={faults} />
      {error === undefined ? null : <Failed error={error} />}
      <p class="buttons">
        <button type="submit" class="primary" disabled={isAsking}>
          {isAsking ? 'Asking …' : 'Put it'}
        </button>
        <a class="button" href={linkTo('plans', planKey)}>
          Leave it
        </a>
      </p>
    </form>
  );
}

function firstDraft(
  plan: Plan | undefined,
  replaces: string | undefined,
  now: number,
): VersionDraft {
  const version = plan?.versions.find(({ effectiveFrom }) => effectiveFrom === replaces);
  return version === undefined ? draftAfter(plan, firstFreeDay(now)) : draftOf(version);
}

/** What cannot be changed is said before somebody writes it. */
const Begun = ({
  plan,
  replaces,
  free,
}: {
  readonly plan: Plan | undefined;
  readonly replaces: string | undefined;
  /** The first day from which a version can be put. */
  readonly free: string;
}): JSX.Element => (
  <p>
    {replaces === undefined ? '' : `This changes the version of ${replaces}, which has not begun. `}
    {plan === undefined
      ? 'A new plan begins with one version, of any day. More can be added, each from a later day on.'
      : `Versions that have begun stay as they are, and none can be put beside them: name a day from ${free} on.`}
  </p>
);

interface DraftEditor {
  readonly draft: VersionDraft;
  /** What was written as JSON; undefined while fields are shown. */
  readonly text: string | undefined;
  readonly fault: string | undefined;
  setDraft(draft: VersionDraft): void;
  setText(text: string): void;
  show(as: 'fields' | 'json'): void;
  /** The version as it is written; undefined where it is no JSON, which is then said. */
  read(): VersionDraft | undefined;
}

function useDraft(first: () => VersionDraft): DraftEditor {
  const [draft, setDraft] = useState(first);
  const [text, setText] = useState<string>();
  const [fault, setFault] = useState<string>();
  const read = (): VersionDraft | undefined => {
    const written = text === undefined ? { draft } : draftFrom(text);
    setFault('fault' in written ? written.fault : undefined);
    return 'fault' in written ? undefined : written.draft;
  };
  const show = (as: 'fields' | 'json'): void => {
    const now = read();
    if (now === undefined) return;
    setDraft(now);
    setText(as === 'json' ? jsonText(now) : undefined);
  };
  return { draft, text, fault, setDraft, setText, show, read };
}

function Editor({
  editor: { draft, text, fault, setDraft, setText, show },
  faults,
}: {
  readonly editor: DraftEditor;
  readonly faults: readonly Fault[];
}): JSX.Element {
  return (
    <>
      <Choice
        label="Write it as"
        value={text === undefined ? 'fields' : 'json'}
        onValue={(as) => show(as === 'json' ? 'json' : 'fields')}
        options={[
          { value: 'fields', name: 'fields' },
          { value: 'json', name: 'JSON' },
        ]}
      />
      {text === undefined ? (
        <VersionFields draft={draft} onDraft={setDraft} faults={faults} />
      ) : (
        <TextArea
          label="The version (JSON)"
          hint="It may have every field that the reference has."
          rows={24}
          value={text}
          onValue={setText}
          fault={fault ?? faults.map(({ at, says }) => `${at}: ${says}`)[0]}
        />
      )}
    </>
  );
}
