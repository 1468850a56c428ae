// What OpenZeppelin's own tree, and viem's ABI, make of leaves: node openzeppelin.mjs < leaves.json.
import { text } from 'node:stream/consumers';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { encodeFunctionData } from 'viem';
import { compiled } from './compiled.mjs';

const { leaves, epoch, total } = JSON.parse(await text(process.stdin));
const { payouts } = compiled();
const tree = StandardMerkleTree.of(leaves, ['address', 'uint256']);
const call = (functionName, args) => encodeFunctionData({ abi: payouts.abi, functionName, args });
console.log(
  JSON.stringify({
    dump: JSON.stringify(tree.dump()),
    commit: call('commit', [BigInt(epoch), tree.root, BigInt(total)]),
    claims: leaves.map(([account, units], index) =>
      call('claim', [account, BigInt(units), tree.getProof(index)]),
    ),
  }),
);
