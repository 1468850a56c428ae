import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';

/**
 * Where constructs were when they were first deployed. CDK makes a logical id of the path of a construct, and
 * CloudFormation takes what has another id for another, empty resource. So what moves to another stage keeps the id of
 * its former path, and with it all below: the policy of a queue, the log of a function. A line is never taken out, and
 * nothing new is put at a former path. test/stack/upgrade.test.ts says when one is missing.
 */
const formerPaths: Readonly<Record<string, string>> = {
  'Catalog/Table': 'Catalog',
  'Catalog/ServeCatalog': 'Backfill/ServeCatalog',
  'Books/Log': 'Billing/Books',
  'Books/Cells': 'Billing/BooksCells',
  'Books/ServeBooks': 'Billing/ServeBooks',
  Documents: 'Billing/Documents',
};

/** Below which `formerPaths` begin. */
const roots = new WeakSet<IConstruct>();

/** From now on, what is below `root` has the ids of former paths, whatever stack that is in. */
export function beginFormerPathsAt(root: Construct): void {
  roots.add(root);
}

/** Gives what is below `root`, once all of it is made, the ids of former paths where it has moved. */
export function keepFormerIds(root: Construct): void {
  for (const one of root.node.findAll()) {
    if (!CfnElement.isCfnElement(one)) continue;
    const former = formerLogicalId(one);
    if (former !== undefined) one.overrideLogicalId(former);
  }
}

/** The logical id that an element will have, before all is made. */
export const logicalIdOf = (element: CfnElement): string =>
  formerLogicalId(element) ?? element.stack.getLogicalId(element);

/** Undefined where neither the element nor what it is in has moved. */
function formerLogicalId({ node, stack }: CfnElement): string | undefined {
  const { scopes } = node;
  const root = scopes.findLastIndex((one) => roots.has(one));
  if (root < 0) return undefined;
  const former = formerPath(idsOf(scopes.slice(root + 1)));
  if (former === undefined) return undefined;
  return logicalIdAt([...idsOf(scopes.slice(scopes.indexOf(stack) + 1, root + 1)), ...former]);
}

const idsOf = (scopes: readonly IConstruct[]): readonly string[] =>
  scopes.map(({ node }) => node.id);

function formerPath(path: readonly string[]): readonly string[] | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const former = formerPaths[path.slice(0, length).join('/')];
    if (former !== undefined) return [...former.split('/'), ...path.slice(length)];
  }
  return undefined;
}

/** CDK asks for an id at every reference, and a stand-in is slow to make. */
const knownIds = new Map<string, string>();

/** CDK itself says what id it makes of a path: by that of a stand-in, in a stack of its own. */
function logicalIdAt(path: readonly string[]): string {
  const known = knownIds.get(path.join('/'));
  if (known !== undefined) return known;
  const stack = new Stack();
  const parent = path
    .slice(0, -1)
    .reduce((scope: Construct, id) => new Construct(scope, id), stack);
  const standIn = new CfnResource(parent, path.at(-1) ?? '', { type: 'Former::Path' });
  const logicalId = stack.getLogicalId(standIn);
  knownIds.set(path.join('/'), logicalId);
  return logicalId;
}
