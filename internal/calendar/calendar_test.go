package calendar

import (
	"strings"
	"testing"
	"time"
)

func TestDatesAreReadAndWritten(t *testing.T) {
	for text, want := range map[string]Date{
		"1970-01-01": 0,
		"1970-01-02": 1,
		"1969-12-31": -1,
		"2022-09-21": Day(2022, time.September, 21),
		"2024-02-29": Day(2024, time.March, 1) - 1,
	} {
		got, err := Parse(text)
		if err != nil || got != want {
			t.Errorf("%s is read as %d, %v; want %d", text, got, err, want)
		}
		if got.String() != text {
			t.Errorf("%s is written as %s", text, got)
		}
	}
}

func TestWhatIsNoDateSaysHowToWriteOne(t *testing.T) {
	for _, text := range []string{"", "21.09.2022", "2022-9-21", "2022-13-01", "2023-02-29", "2022-09-21T00:00:00Z", "tomorrow"} {
		got, err := Parse(text)
		if err == nil || got.Given() || !strings.Contains(err.Error(), "2022-09-21") {
			t.Errorf("%q is read as %s, error %v", text, got, err)
		}
	}
}

func TestADateThatIsNotGivenIsEmpty(t *testing.T) {
	if None.Given() || None.String() != "" || !Date(0).Given() {
		t.Errorf("None is written %q", None)
	}
}

func TestTheMobilisationWasAnnouncedOnAWednesday(t *testing.T) {
	if d := Day(2022, time.September, 21); d.Weekday() != time.Wednesday {
		t.Errorf("%s is a %s", d, d.Weekday())
	}
}

func TestTheDayIsThatOfTheClocksOwnZone(t *testing.T) {
	moscow := time.FixedZone("MSK", 3*3600)
	if d := Of(time.Date(2022, 9, 21, 1, 0, 0, 0, moscow)); d.String() != "2022-09-21" {
		t.Errorf("one o'clock in Moscow is on %s", d)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2022-09-21", "0001-01-01", "9999-12-31", "2022-02-30", "", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text)
		if err == nil && d.String() != text {
			t.Errorf("%q is read as %s", text, d)
		}
	})
}
