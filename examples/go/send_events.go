// Sends usage events to Farthing with nothing but the standard library.
//
// Usage: FARTHING_URL=... FARTHING_API_KEY=... go run send_events.go SOURCE < events.ndjson
//
// Each line is an event: {"type": ..., "subject": ..., "data": ...}. What has no id and no time gets them once, before
// the first attempt, and keeps them: an event counts once, however often it is sent as it was.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	crand "crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	eventsMax     = 100
	eventBytesMax = 32768
	waitMax       = 30 * time.Second
	askedMax      = 10 * time.Minute
)

// ofTransport is what no event is at fault for that stands alone: the request was changed on its way.
var ofTransport = map[string]bool{
	"request.malformed-json": true,
	"request.malformed-gzip": true,
	"request.body-missing":   true,
	"request.no-events":      true,
	"request.invalid":        true,
}

type event map[string]json.RawMessage

type rejection struct {
	Index  int    `json:"index"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// answer is what came of a request; a status of 0 says that no answer came.
type answer struct {
	status     int
	retryAfter time.Duration
	Accepted   int         `json:"accepted"`
	Rejected   []rejection `json:"rejected"`
	Type       string      `json:"type"`
	Status     int         `json:"status"`
	Code       string      `json:"code"`
	Detail     string      `json:"detail"`
}

// isProblem says whether it is a problem document of Farthing. What a proxy says may have a code, too.
func (got answer) isProblem() bool {
	return got.Code != "" && got.Type == "urn:farthing:problem:"+got.Code && got.Status == got.status
}

// isJudged says whether each of so many events was accepted or is among the rejected, each of them once.
func (got answer) isJudged(events int) bool {
	places := map[int]bool{}
	for _, one := range got.Rejected {
		if one.Index >= 0 && one.Index < events {
			places[one.Index] = true
		}
	}
	if got.Rejected == nil || len(places) != len(got.Rejected) {
		return false
	}
	return got.status == 202 && got.Accepted > 0 && got.Accepted == events-len(got.Rejected) ||
		got.status == 400 && got.isProblem() && len(got.Rejected) == events
}

// isRefused says whether something in it spoils the whole. A gateway may be set to take less than an event: what
// Farthing would take is sent again.
func (got answer) isRefused(events []event) bool {
	if got.isProblem() {
		return (got.status == 400 || got.status == 413) && (len(events) > 1 || !ofTransport[got.Code])
	}
	alone, _ := json.Marshal(events[0])
	return got.status == 413 && (len(events) > 1 || len(alone) > eventBytesMax)
}

var client = &http.Client{
	Timeout: 30 * time.Second,
	// The key is for Farthing, and nobody it may point to.
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// jitter is seeded by itself, as before Go 1.20 every program would wait alike.
var jitter = rand.New(rand.NewSource(time.Now().UnixNano()))

var keyPattern = regexp.MustCompile(`^[!-~]+$`)

func text(value string) json.RawMessage {
	encoded, _ := json.Marshal(value)
	return encoded
}

// uuidV7 is a UUID of version 7 (RFC 9562).
func uuidV7(now time.Time) string {
	var b [16]byte
	if _, err := crand.Read(b[6:]); err != nil {
		log.Fatal(err)
	}
	ms := now.UnixMilli()
	for i := 0; i < 6; i++ {
		b[i] = byte(ms >> (8 * (5 - i)))
	}
	b[6] = 0x70 | b[6]&0x0f
	b[8] = 0x80 | b[8]&0x3f
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// identified is the event as it is sent, for good.
func identified(given event, source string) event {
	now := time.Now().UTC()
	whole := event{
		"id":     text(uuidV7(now)),
		"source": text(source),
		"time":   text(now.Format("2006-01-02T15:04:05.000Z")),
	}
	for name, value := range given {
		whole[name] = value
	}
	return whole
}

// retryAfter is what the service asks to wait, ten minutes at most: seconds, or a date.
func retryAfter(header string) time.Duration {
	asked := time.Duration(0)
	if seconds, err := strconv.ParseUint(header, 10, 32); err == nil {
		asked = time.Duration(seconds) * time.Second
	} else if then, err := http.ParseTime(header); err == nil {
		asked = time.Until(then)
	}
	if asked < 0 {
		return 0
	}
	if asked > askedMax {
		return askedMax
	}
	return asked
}

func post(url, key string, events []event) answer {
	plain, err := json.Marshal(events)
	if err != nil {
		log.Fatal(err)
	}
	body := bytes.NewBuffer(plain)
	// What stands alone is plain: what is said of it is then not of how it was packed.
	isPacked := len(events) > 1
	if isPacked {
		body = &bytes.Buffer{}
		packed := gzip.NewWriter(body)
		packed.Write(plain)
		packed.Close()
	}
	request, err := http.NewRequest("POST", strings.TrimRight(url, "/")+"/v1/events", body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("authorization", "Bearer "+key)
	request.Header.Set("content-type", "application/json")
	if isPacked {
		request.Header.Set("content-encoding", "gzip")
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{Detail: err.Error()}
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{Detail: err.Error()}
	}
	var got answer
	// What is no JSON has no members: its status says enough.
	_ = json.Unmarshal(said, &got)
	got.status = response.StatusCode
	got.retryAfter = retryAfter(response.Header.Get("retry-after"))
	return got
}

func report(one event, code, detail string) {
	log.Printf("rejected %s: %s (%s)", one["id"], detail, code)
}

// send sends until each event is accepted or rejected, and answers how many were accepted.
func send(url, key string, events []event) int {
	for attempt := 1; ; attempt++ {
		got := post(url, key, events)
		switch {
		case got.isJudged(len(events)):
			for _, one := range got.Rejected {
				report(events[one.Index], one.Code, one.Detail)
			}
			return len(events) - len(got.Rejected)
		case got.isRefused(events):
			// Halved, until what spoils it stands alone.
			if len(events) == 1 {
				report(events[0], got.Code, got.Detail)
				return 0
			}
			middle := len(events) / 2
			return send(url, key, events[:middle]) + send(url, key, events[middle:])
		case got.status == 401 || got.status == 403:
			log.Fatalf("the key is unknown or revoked (%d): check FARTHING_API_KEY", got.status)
		}
		// Anything else may have arrived or not. Sent again as it was, it counts once.
		longest := waitMax
		if attempt < 7 {
			longest = 250 * time.Millisecond << attempt
		}
		time.Sleep(got.retryAfter + time.Duration(jitter.Int63n(int64(longest))))
	}
}

func main() {
	log.SetFlags(0)
	url, key, source := os.Getenv("FARTHING_URL"), os.Getenv("FARTHING_API_KEY"), os.Args[1]
	if !keyPattern.MatchString(key) {
		log.Fatal("set FARTHING_API_KEY to the key as it was issued: without spaces and ends of lines")
	}
	accepted := 0
	var batch []event
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 64*1024), 1024*1024)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var given event
		if err := json.Unmarshal(lines.Bytes(), &given); err != nil {
			log.Fatal(err)
		}
		batch = append(batch, identified(given, source))
		if len(batch) == eventsMax {
			accepted += send(url, key, batch)
			batch = nil
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	if len(batch) > 0 {
		accepted += send(url, key, batch)
	}
	fmt.Printf("%d accepted\n", accepted)
}
