import { type Html, html, joined, prose } from '../html.ts';
import {
  type Answer,
  codesOf,
  type OpenApi,
  type Parameter,
  type PlacedOperation,
  type Schema,
  schemaName,
} from '../open-api.ts';
import { examplesOf } from './examples.ts';
import { fieldOf, partsOf, typeOf } from './schema.ts';

type Schemas = OpenApi['components']['schemas'];

/** An operation: what it takes, what it answers, what it refuses. */
export const operationSection = (operation: PlacedOperation, schemas: Schemas): Html => {
  const { operationId, summary, description, method, path } = operation;
  return html`<section class="operation" id="${operationId}">
    <h2><a href="#${operationId}">${prose(summary)}</a></h2>
    <p class="place">${methodMark(method)} <code>${path}</code></p>
    ${description === undefined ? undefined : html`<p>${prose(description)}</p>`}
    <p>${scopeText(operation)}</p>
    ${examplesOf(operation)}
    ${parametersIn(operation, 'path')}
    ${parametersIn(operation, 'query')}
    ${bodyOf(operation, schemas)}
    ${parametersIn(operation, 'header')}
    <h3>Answers</h3>
    ${Object.entries(operation.responses)
      .filter(([status]) => status < '400')
      .map(([status, answer]) => answerOf(status, answer, schemas))}
    ${refusalsOf(operation)}
  </section>`;
};

export const methodMark = (method: string): Html =>
  html`<span class="method ${method.toLowerCase()}">${method}</span>`;

const scopeText = ({ security }: PlacedOperation): Html => {
  const scope = security[0]?.apiKey[0];
  return scope === undefined
    ? html`It needs no key.`
    : html`It needs a key with <code>${scope}</code>.`;
};

const places = { path: 'In the path', query: 'In the query', header: 'Headers' } as const;

function parametersIn({ parameters }: PlacedOperation, place: Parameter['in']): Html | undefined {
  const found = parameters.filter((parameter) => parameter.in === place);
  if (found.length === 0) return undefined;
  return html`<h3>${places[place]}</h3>
    <dl class="fields">${found.map(parameterOf)}</dl>`;
}

const parameterOf = ({ name, schema, required, description }: Parameter): Html =>
  fieldOf({ name, schema, mark: required ? 'needed' : undefined, description });

function bodyOf({ requestBody }: PlacedOperation, schemas: Schemas): Html | undefined {
  if (requestBody === undefined) return undefined;
  return html`<h3>Body</h3>
    ${Object.entries(requestBody.content).map(([type, { schema }]) => shown(type, schema, schemas))}`;
}

/** A media type and its schema; the fields of a named one, too. */
function shown(mediaType: string, schema: Schema, schemas: Schemas): Html {
  const named = schema.$ref === undefined ? schema : (schemas[schemaName(schema.$ref)] ?? {});
  return html`<div class="content">
    <p><code>${mediaType}</code>: ${typeOf(schema)}</p>
    ${partsOf(named)}
  </div>`;
}

function answerOf(status: string, { description, headers, content }: Answer, schemas: Schemas) {
  return html`<p><strong>${status}</strong> ${prose(description)}</p>
    ${Object.entries(content).map(([type, { schema }]) => shown(type, schema, schemas))}
    ${
      headers === undefined
        ? undefined
        : html`<dl class="fields">${Object.entries(headers).map(
            ([name, header]) =>
              html`<dt><code>${name}</code> <span class="type">header</span></dt>
                <dd><p>${prose(header.description)}</p></dd>`,
          )}</dl>`
    }`;
}

function refusalsOf({ responses }: PlacedOperation): Html {
  const refusals = Object.entries(responses).filter(([status]) => status >= '400');
  return html`<h3>Refusals</h3>
    <dl class="refusals">
      ${refusals.map(
        ([status, answer]) =>
          html`<dt><strong>${status}</strong></dt>
            <dd>
              ${joined(
                codesOf(answer).map(
                  (code) => html`<a href="errors.html#${code}"><code>${code}</code></a>`,
                ),
                ', ',
              )}
              ${gatewayText(answer)}
            </dd>`,
      )}
    </dl>`;
}

/** What the gateway says by itself: the sentence after the codes. */
function gatewayText(answer: Answer): Html | undefined {
  if (answer.content['application/json'] === undefined) return undefined;
  const codes = codesOf(answer).join(', ');
  return html`<p>${prose(answer.description.slice(codes.length).replace(/^[.] /, ''))}.</p>`;
}
