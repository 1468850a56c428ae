import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerOf, RequestOf } from '../../api.ts';
import { type Fault, faultOf, faultsOf } from '../../faults.ts';
import { isObject, jsonOf, jsonText } from '../../json-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Answered, Empty, Failed } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useChange } from '../../use-change.ts';
import type { PageProps } from '../page-props.ts';
import { type Mapping, matchLines, subjectText, takenText } from './otlp-words.ts';

type Mappings = AnswerOf<'GET /v1/otlp-mappings'>;

/** What of spans, log records and metrics is usage, and whose; and other mappings, put as JSON. */
export function OtlpMappings(_: PageProps): JSX.Element {
  const asked = useAnswer('GET /v1/otlp-mappings', {});
  const [said, setSaid] = useState('');
  return (
    <>
      <p>
        A program that is traced sends what it sends anyway. These mappings say which spans, log
        records and metrics are usage, and whose. Nothing else of it counts.
      </p>
      <details>
        <summary>Where programs send it</summary>
        <pre>{environmentOf(location.origin)}</pre>
        <p>The key needs the scope events:write alone.</p>
      </details>
      <p role="status" class={said === '' ? 'unseen' : 'notice good'}>
        {said}
      </p>
      <Answered asked={asked} what="the mappings">
        {(mappings) => (
          <>
            <Shown mappings={mappings.mappings} />
            <PutForm
              key={mappings.revision}
              mappings={mappings}
              onDone={() => {
                setSaid('They count for what is sent from now on.');
                asked.reload();
              }}
            />
          </>
        )}
      </Answered>
    </>
  );
}

/** As OpenTelemetry’s exporters read it. */
const environmentOf = (origin: string): string =>
  [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${origin}/otlp`,
    'OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20KEY',
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta',
  ].join('\n');

const lines = (texts: readonly string[]): JSX.Element => (
  <>
    {texts.map((text) => (
      <div key={text}>{text}</div>
    ))}
  </>
);

const Shown = ({ mappings }: { readonly mappings: readonly Mapping[] }): ComponentChildren =>
  mappings.length === 0 ? (
    <Empty>There are none: what programs send there is passed over.</Empty>
  ) : (
    mappings.map((mapping) => (
      <section key={mapping.key} aria-label={`Mapping ${mapping.key}`}>
        <h2>{mapping.key}</h2>
        <Facts
          facts={[
            ['Of', mapping.signal],
            ['Where it', lines(matchLines(mapping))],
            ['Is an event of type', mapping.type],
            ['Of the subject', subjectText(mapping)],
            ['Known by', mapping.id],
          ]}
        />
        <Data data={mapping.data ?? {}} />
      </section>
    ))
  );

const Data = ({ data }: { readonly data: NonNullable<Mapping['data']> }): JSX.Element | null =>
  Object.keys(data).length === 0 ? null : (
    <Table
      caption="Its data"
      rows={Object.entries(data)}
      keyOf={([name]) => name}
      columns={[
        { title: 'field', cell: ([name]) => name },
        { title: 'is taken from', isText: true, cell: ([, taken]) => takenText(taken) },
      ]}
    />
  );

/** All mappings at once, as JSON. What another person has put meanwhile is not written over. */
function PutForm({
  mappings: { mappings, offered, revision },
  onDone,
}: {
  readonly mappings: Mappings;
  readonly onDone: () => void;
}): JSX.Element {
  const [text, setText] = useState(() => jsonText(mappings));
  const [fault, setFault] = useState<Fault>();
  const { isAsking, error, ask } = useChange('PUT /v1/otlp-mappings');
  const [wrong] = fault === undefined ? faultsOf(error) : [fault];
  const put = async (): Promise<void> => {
    const read = writtenMappings(text);
    setFault('fault' in read ? read.fault : undefined);
    if ('fault' in read) return;
    if ((await ask({ body: { mappings: read.mappings, revision } })) !== undefined) onDone();
  };
  return (
    <details open={mappings.length === 0}>
      <summary>Change them</summary>
      <form
        class="written"
        onSubmit={(event) => {
          event.preventDefault();
          void put();
        }}
      >
        <TextArea
          label="All mappings, as JSON"
          hint="What is left out is none any more. One with another key counts anew what is sent again."
          fault={wrong === undefined ? undefined : `${wrong.at} ${wrong.says}`.trim()}
          rows={14}
          value={text}
          onValue={setText}
        />
        {error === undefined ? null : <Failed error={error} />}
        <p class="buttons">
          <button type="submit" class="primary" disabled={isAsking}>
            {isAsking ? 'Asking …' : 'Put them'}
          </button>
          <button type="button" onClick={() => setText(jsonText(offered))}>
            Begin with what is offered
          </button>
        </p>
      </form>
    </details>
  );
}

type Written = RequestOf<'PUT /v1/otlp-mappings'>['body']['mappings'];

/** Which members a mapping has, the interface says. */
function writtenMappings(text: string): { readonly mappings: Written } | { readonly fault: Fault } {
  const read = jsonOf(text);
  if ('fault' in read) return { fault: faultOf('', read.fault) };
  const { value } = read;
  return Array.isArray(value) && value.every(isObject)
    ? { mappings: value as unknown as Written }
    : { fault: faultOf('', 'write a list of mappings: [{"key": …}]') };
}
