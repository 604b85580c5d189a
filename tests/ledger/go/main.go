// Checks an evidence pack with the transparency log code of the Go project, which knows nothing of ours.
//
//	go run main.go FOLDER
//
// In the folder: vkey.txt (one key a line), checkpoint, entries.jsonl, proofs/<index>.tlog-proof, and, where there is an
// earlier checkpoint, previous_checkpoint with consistency.txt (one base64 hash a line). Prints what it accepted.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type head struct {
	origin string
	size   int64
	root   tlog.Hash
}

func fail(format string, args ...any) {
	fmt.Printf("NOT ACCEPTED: "+format+"\n", args...)
	os.Exit(1)
}

func read(parts ...string) []byte {
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		fail("%v", err)
	}
	return data
}

func hash(line string) tlog.Hash {
	value, err := base64.StdEncoding.DecodeString(line)
	if err != nil || len(value) != tlog.HashSize {
		fail("%q is no hash", line)
	}
	return *(*tlog.Hash)(value)
}

// open does what note.Open does, and splits the three lines: tlog.ParseTree takes the Go checksum database's only.
func open(text []byte, keys note.Verifiers) head {
	opened, err := note.Open(text, keys)
	if err != nil {
		fail("checkpoint: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		fail("a checkpoint has three lines, not %d", len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 {
		fail("%q is no size", lines[1])
	}
	return head{lines[0], size, hash(lines[2])}
}

func main() {
	folder := os.Args[1]
	var known []note.Verifier
	for _, line := range strings.Fields(string(read(folder, "vkey.txt"))) {
		verifier, err := note.NewVerifier(line)
		if err != nil {
			fail("vkey.txt: %v", err)
		}
		known = append(known, verifier)
	}
	keys := note.VerifierList(known...)
	checkpoint := read(folder, "checkpoint")
	now := open(checkpoint, keys)

	// The root, from nothing but the entries.
	leaves := bytes.Split(bytes.TrimSuffix(read(folder, "entries.jsonl"), []byte("\n")), []byte("\n"))
	if int64(len(leaves)) != now.size {
		fail("%d entries under a checkpoint of %d", len(leaves), now.size)
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for place, index := range indexes {
			found[place] = stored[index]
		}
		return found, nil
	})
	for index, leaf := range leaves {
		hashes, err := tlog.StoredHashes(int64(index), leaf, reader)
		if err != nil {
			fail("entry %d: %v", index, err)
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(now.size, reader)
	if err != nil || root != now.root {
		fail("the entries have the root %v, the checkpoint says %v", root, now.root)
	}

	// Inclusion, from each receipt.
	receipts, _ := filepath.Glob(filepath.Join(folder, "proofs", "*.tlog-proof"))
	for _, path := range receipts {
		top, under, _ := strings.Cut(string(read(path)), "\n\n")
		lines := strings.Split(top, "\n")
		if lines[0] != "c2sp.org/tlog-proof@v1" || under != string(checkpoint) {
			fail("%s is no receipt under this checkpoint", path)
		}
		if strings.HasPrefix(lines[1], "extra ") {
			lines = append(lines[:1], lines[2:]...)
		}
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		if err != nil || index >= now.size {
			fail("%s: %q", path, lines[1])
		}
		var proof tlog.RecordProof
		for _, line := range lines[2:] {
			proof = append(proof, hash(line))
		}
		if err := tlog.CheckRecord(proof, now.size, now.root, index, tlog.RecordHash(leaves[index])); err != nil {
			fail("%s: %v", path, err)
		}
	}

	// Consistency with the checkpoint before.
	consistent := "no earlier checkpoint"
	if earlier, err := os.ReadFile(filepath.Join(folder, "previous_checkpoint")); err == nil {
		before := open(earlier, keys)
		var proof tlog.TreeProof
		for _, line := range strings.Fields(string(read(folder, "consistency.txt"))) {
			proof = append(proof, hash(line))
		}
		if err := tlog.CheckTree(proof, now.size, now.root, before.size, before.root); err != nil {
			fail("consistency: %v", err)
		}
		consistent = fmt.Sprintf("consistent with size %d", before.size)
	}
	fmt.Printf("ACCEPTED: %s, %d entries, %d receipts, %s\n", now.origin, now.size, len(receipts), consistent)
}
