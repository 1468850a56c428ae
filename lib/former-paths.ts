import { CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

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

/** The logical id of what is at `path` below its stack now; undefined where neither it nor what it is in has moved. */
export function formerLogicalId(path: readonly string[]): string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const former = formerPaths[path.slice(0, length).join('/')];
    if (former !== undefined) return logicalIdAt([...former.split('/'), ...path.slice(length)]);
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
