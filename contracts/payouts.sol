// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/**
 * Pays any number of payees in one token. Each epoch has one root, of a tree whose leaves say what each account has
 * been given in all, since the first epoch. A claim pays what of that was not claimed yet: so who was away for some
 * epochs gets all of them at once, and a root that is replaced loses nobody anything.
 *
 * What is committed is there: a root needs its whole total in tokens here, the total never shrinks, and tokens leave by
 * claims alone. Nobody can pause a claim, take tokens out, or change this contract. The owner says who commits, or that
 * nobody does for now.
 *
 * For tokens that move what they are told to, and none that takes a fee of a transfer, or changes balances by itself.
 */
contract Payouts is Ownable2Step {
    using SafeERC20 for IERC20;

    IERC20 public immutable token;

    /** Who may commit; nobody where it is zero. */
    address public committer;
    /** How many roots were committed. */
    uint64 public epoch;
    /** What all leaves of the root come to, in units of the token. */
    uint128 public total;
    /** What was claimed by all, of that. */
    uint128 public paid;
    bytes32 public root;
    /** What an account has claimed in all. */
    mapping(address account => uint256) public claimed;

    event Committed(uint64 indexed epoch, bytes32 root, uint256 total);
    event Claimed(address indexed account, uint256 amount, uint256 cumulative);
    event CommitterChanged(address committer);

    error NotCommitter(address sender);
    error EpochOutOfTurn(uint64 next, uint64 got);
    error TotalShrinks(uint256 total, uint256 got);
    error Unfunded(uint256 missing);
    error NotInRoot();
    error NothingDue(uint256 claimed);

    constructor(IERC20 token_, address owner_, address committer_) Ownable(owner_) {
        token = token_;
        committer = committer_;
        emit CommitterChanged(committer_);
    }

    function setCommitter(address committer_) external onlyOwner {
        committer = committer_;
        emit CommitterChanged(committer_);
    }

    /** Replaces the root. The epoch is the next one, so that what is sent twice is committed once. */
    function commit(uint64 epoch_, bytes32 root_, uint128 total_) external {
        if (msg.sender != committer) revert NotCommitter(msg.sender);
        uint64 next = epoch + 1;
        if (epoch_ != next) revert EpochOutOfTurn(next, epoch_);
        if (total_ < total) revert TotalShrinks(total, total_);
        uint256 funded = token.balanceOf(address(this)) + paid;
        if (funded < total_) revert Unfunded(total_ - funded);
        epoch = next;
        total = total_;
        root = root_;
        emit Committed(next, root_, total_);
    }

    /**
     * Pays an account what it was given and has not claimed, whoever asks: tokens go to the account alone. `cumulative`
     * and `proof` are of the root of now.
     */
    function claim(address account, uint256 cumulative, bytes32[] calldata proof) external {
        // Hashed twice, as no inner node of the tree is: the leaf of OpenZeppelin's standard tree.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account, cumulative))));
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert NotInRoot();
        uint256 before = claimed[account];
        if (cumulative <= before) revert NothingDue(before);
        uint256 due = cumulative - before;
        // A root whose leaves come to more than its total pays no more than the total.
        if (due > total - paid) revert Unfunded(due - (total - paid));
        claimed[account] = cumulative;
        paid += uint128(due);
        emit Claimed(account, due, cumulative);
        token.safeTransfer(account, due);
    }
}
