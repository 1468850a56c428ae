// A site whose articles are paid by the view, with nothing but the standard library.
//
// Usage: FARTHING_URL=... FARTHING_API_KEY=... go run gated_site.go [PORT]
//
// Each GET of an article asks POST /v1/gate: what is held is served and captured, what cannot be served is given back,
// and what is refused is answered as it stands there. The key has the scope spend:write.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
)

const (
	meter    = "reads"
	attempts = 3
	timeout  = 5 * time.Second
	// sentMax bounds what a payer sends: JSON in base64, or a token.
	sentMax = 8192
)

var articles = map[string]string{"1": "the first article", "2": "the second article"}

var (
	farthing = strings.TrimRight(os.Getenv("FARTHING_URL"), "/")
	key      = os.Getenv("FARTHING_API_KEY")
)

var client = &http.Client{
	Timeout: timeout,
	// The key is for Farthing, and nobody it may point to.
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// errUnknown says that nobody can tell whether it was done: no answer came, or none that says so.
var errUnknown = errors.New("unknown")

// lines are the values of a header: a text, or several lines.
type lines []string

func (l *lines) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*l = lines{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(l))
}

// gated is what came of POST /v1/gate, and of a capture.
type gated struct {
	Outcome  string           `json:"outcome"`
	ID       string           `json:"id"`
	Repeated bool             `json:"repeated"`
	Status   int              `json:"status"`
	Headers  map[string]lines `json:"headers"`
	Problem  json.RawMessage  `json:"problem"`
}

// post asks again while it is unknown what became of it: the same body is done once.
func post(path string, body any) (gated, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return gated{}, err
	}
	said := "no answer"
	for attempt := 0; attempt < attempts; attempt++ {
		time.Sleep(time.Duration(attempt) * 100 * time.Millisecond)
		request, err := http.NewRequest(http.MethodPost, farthing+path, bytes.NewReader(encoded))
		if err != nil {
			return gated{}, err
		}
		request.Header.Set("authorization", "Bearer "+key)
		request.Header.Set("content-type", "application/json")
		status, text, err := answered(request)
		if err != nil {
			said = err.Error()
			continue
		}
		var got gated
		if status == http.StatusOK && json.Unmarshal(text, &got) == nil {
			return got, nil
		}
		said = fmt.Sprintf("%d %.500s", status, text)
		if status >= 300 && status < 500 && status != http.StatusTooManyRequests {
			return gated{}, errors.New(said)
		}
	}
	return gated{}, fmt.Errorf("%w: %s", errUnknown, said)
}

func answered(request *http.Request) (int, []byte, error) {
	answer, err := client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return answer.StatusCode, text, err
}

var ofPayers = regexp.MustCompile(`(?i)^(payment |bearer ftp_)`)

// paymentOf is what came with the request that may pay. Other keys of the site are not for Farthing.
func paymentOf(request *http.Request) map[string]string {
	sent := map[string]string{}
	put := func(name, value string) {
		if value != "" && len(value) <= sentMax {
			sent[name] = value
		}
	}
	if authorization := request.Header.Get("authorization"); ofPayers.MatchString(authorization) {
		put("authorization", authorization)
	}
	put("paymentSignature", request.Header.Get("payment-signature"))
	// A page of another site, or a frame in it, does not pay with the reader's cookie.
	site := request.Header.Get("sec-fetch-site")
	if cookie, err := request.Cookie("farthing-token"); err == nil && (site == "" || site == "none" || site == "same-origin") {
		put("token", cookie.Value)
	}
	return sent
}

func idempotency() string {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		log.Fatal(err)
	}
	return hex.EncodeToString(random[:])
}

func answer(writer http.ResponseWriter, status int, headers map[string]lines, body []byte) {
	for name, values := range headers {
		for _, value := range values {
			writer.Header().Add(name, value)
		}
	}
	if status == http.StatusServiceUnavailable {
		writer.Header().Set("retry-after", "5")
		writer.Header().Set("cache-control", "no-store")
	}
	writer.WriteHeader(status)
	writer.Write(body)
}

func article(writer http.ResponseWriter, request *http.Request) {
	text, isThere := articles[strings.TrimPrefix(request.URL.Path, "/articles/")]
	if request.Method != http.MethodGet {
		// Who asks what there is, is not charged.
		answer(writer, http.StatusOK, nil, nil)
		return
	}
	got, err := post("/v1/gate", map[string]any{
		"resource":    map[string]string{"url": "http://" + request.Host + request.URL.RequestURI()},
		"meter":       meter,
		"payment":     paymentOf(request),
		"idempotency": idempotency(),
	})
	if err != nil {
		log.Printf("Farthing cannot be asked: %v", err)
		answer(writer, http.StatusServiceUnavailable, nil, []byte("try again in a moment\n"))
		return
	}
	if got.Outcome == "refused" {
		answer(writer, got.Status, got.Headers, got.Problem)
		return
	}
	hold := "/v1/gate/" + url.PathEscape(got.ID)
	if !isThere {
		// Another answer to the same offer may have been charged: what was held before is not given back.
		if got.Outcome == "held" && !got.Repeated {
			if _, err := post(hold+"/release", struct{}{}); err != nil {
				// It ends by itself in a minute.
				log.Printf("%s is not given back: %v", hold, err)
			}
		}
		answer(writer, http.StatusNotFound, nil, []byte("there is no such article\n"))
		return
	}
	headers := got.Headers
	if got.Outcome == "held" {
		// Captured before it is sent, as its headers have the receipt.
		captured, err := post(hold+"/capture", struct{}{})
		if err != nil && !errors.Is(err, errUnknown) {
			log.Printf("%s is not captured: %v", hold, err)
			answer(writer, http.StatusServiceUnavailable, nil, []byte("nothing was charged\n"))
			return
		}
		if err != nil {
			// It may be charged: it is served. A real site asks again under the same id until it is known.
			log.Printf("unknown whether %s is captured: %v", hold, err)
		}
		headers = captured.Headers
	}
	for name, values := range headers {
		for _, value := range values {
			writer.Header().Add(name, value)
		}
	}
	writer.Header().Set("cache-control", "private")
	answer(writer, http.StatusOK, nil, []byte(text))
}

func main() {
	if !regexp.MustCompile(`^[!-~]+$`).MatchString(key) {
		log.Fatal("set FARTHING_API_KEY to the key as it was issued: without spaces and ends of lines")
	}
	port := "8000"
	if len(os.Args) > 1 {
		port = os.Args[1]
	}
	http.HandleFunc("/articles/", article)
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
