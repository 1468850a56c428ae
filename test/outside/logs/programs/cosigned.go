// What Go says of cosigned notes: golang.org/x/mod/sumdb/note reads them, and knows each witness by a verifier of
// C2SP tlog-cosignature, which that package has not: cosigned.go < cases.json.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

type cases struct {
	Vkey      string
	Witnesses []string
	Notes     []string
}

type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (one cosigner) Name() string    { return one.name }
func (one cosigner) KeyHash() uint32 { return one.hash }
func (one cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text)
	return ed25519.Verify(one.key, []byte(message), signature[8:])
}

func cosignerFrom(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	bytes, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(bytes) != 33 || bytes[0] != 4 {
		panic("not the key of a cosignature: " + vkey)
	}
	digest := sha256.Sum256(append([]byte(parts[0]+"\n"), bytes...))
	hash := binary.BigEndian.Uint32(digest[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		panic("not the id of the key: " + vkey)
	}
	return cosigner{parts[0], hash, bytes[1:]}
}

func main() {
	var given cases
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		panic(err)
	}
	log, err := note.NewVerifier(given.Vkey)
	if err != nil {
		panic(err)
	}
	verifiers := []note.Verifier{log}
	for _, vkey := range given.Witnesses {
		verifiers = append(verifiers, cosignerFrom(vkey))
	}
	verdicts := []bool{}
	for _, text := range given.Notes {
		opened, err := note.Open([]byte(text), note.VerifierList(verifiers...))
		verdicts = append(verdicts, err == nil && len(opened.Sigs) == len(verifiers) && len(opened.UnverifiedSigs) == 0)
	}
	out, _ := json.Marshal(verdicts)
	fmt.Println(string(out))
}
