// Reads feeds with gofeed: gofeed FILE... prints a line of JSON per file, as read-feeds.mjs does.
package main

import (
	"encoding/json"
	"os"
	"time"

	"github.com/mmcdole/gofeed"
)

type record struct {
	Title        string   `json:"title"`
	Link         string   `json:"link"`
	ID           string   `json:"id"`
	Date         *string  `json:"date"`
	Descriptions []string `json:"descriptions"`
}

type result struct {
	Records []record `json:"records"`
	Error   string   `json:"error,omitempty"`
}

func read(path string) result {
	file, err := os.Open(path)
	if err != nil {
		return result{Error: err.Error()}
	}
	defer file.Close()
	feed, err := gofeed.NewParser().Parse(file)
	if err != nil {
		return result{Error: err.Error()}
	}
	records := []record{}
	for _, item := range feed.Items {
		published := item.PublishedParsed
		if published == nil {
			published = item.UpdatedParsed
		}
		var date *string
		if published != nil {
			text := published.UTC().Format(time.RFC3339)
			date = &text
		}
		records = append(records, record{item.Title, item.Link, item.GUID, date, []string{item.Content, item.Description}})
	}
	return result{Records: records}
}

func main() {
	encoder := json.NewEncoder(os.Stdout)
	for _, path := range os.Args[1:] {
		if err := encoder.Encode(read(path)); err != nil {
			os.Exit(1)
		}
	}
}
