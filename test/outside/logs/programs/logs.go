// What golang.org/x/mod/sumdb says of notes, of inclusion and of consistency: logs.go < cases.json.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type claim struct {
	Before, Now, Entry string
	Index              int64
	Hashes             []string
}

type cases struct {
	Vkey   string
	Claims []claim
}

func tree(verifiers note.Verifiers, text string) (tlog.Tree, error) {
	opened, err := note.Open([]byte(text), verifiers)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	hash, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: hash}, err
}

func check(verifiers note.Verifiers, one claim) error {
	now, err := tree(verifiers, one.Now)
	if err != nil {
		return err
	}
	hashes := []tlog.Hash{}
	for _, text := range one.Hashes {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return err
		}
		hashes = append(hashes, hash)
	}
	if one.Before == "" {
		entry, err := base64.StdEncoding.DecodeString(one.Entry)
		if err != nil {
			return err
		}
		return tlog.CheckRecord(tlog.RecordProof(hashes), now.N, now.Hash, one.Index, tlog.RecordHash(entry))
	}
	before, err := tree(verifiers, one.Before)
	if err != nil {
		return err
	}
	return tlog.CheckTree(tlog.TreeProof(hashes), now.N, now.Hash, before.N, before.Hash)
}

func main() {
	var given cases
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		panic(err)
	}
	verifier, err := note.NewVerifier(given.Vkey)
	if err != nil {
		panic(err)
	}
	verdicts := []bool{}
	for _, one := range given.Claims {
		verdicts = append(verdicts, check(note.VerifierList(verifier), one) == nil)
	}
	text, err := json.Marshal(verdicts)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}
