package counts

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"haven/draw"
	"haven/internal/calendar"
	"haven/scenario"
	"haven/skill"
)

// Lessons are what a scenario of the rule neighbours would have taught: every forecast of its places at some leads, as experience looks at it, with what came of it, in
// the order in which it became known. Where people were counted anew in between there is nothing to learn.
func Lessons(ctx context.Context, sc *scenario.Scenario, leads []int) ([]Lesson, error) {
	var list []Lesson
	past, stirs := skill.NewPast(leads), map[int]float64{}
	for day := 0; day < sc.Period.Days(); day += EveryDays {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		kept, _ := sc.KnownBy(sc.Period.From + calendar.Date(day))
		known := skill.KnownCounts(kept, day)
		stirs[day] = stir(known)
		for _, c := range past.Take(known) {
			if c.Anew {
				continue
			}
			o := experienced.outlookOf(c.Known, c.Place, c.Day, stirs[c.Known.Day])
			last, _ := c.Known.Last(c.Place)
			list = append(list, Lesson{
				Crisis: sc.Name, Counted: sc.Period.From + calendar.Date(c.Day), Days: c.Day - last.Day, People: o.last, Moves: o.spread / (1 + o.last), Counts: len(c.Known.Places[c.Place]), Stir: draw.Exp(o.stir), Pull: o.pull,
				Came: (c.People - o.last) / o.spread,
			})
		}
	}
	return list, nil
}

// lessonColumns are those of experience.csv.
var lessonColumns = []string{"crisis", "counted", "days", "people", "moves", "counts", "stir", "pull", "came"}

// ReadLessons reads lessons: comma-separated, the fields of Lesson in their order, with a line of names; lines that begin with # are
// comments. An error names line and column.
func ReadLessons(in io.Reader) ([]Lesson, error) {
	r := csv.NewReader(in)
	r.Comment, r.FieldsPerRecord, r.ReuseRecord = '#', len(lessonColumns), true
	if _, err := r.Read(); err != nil {
		return nil, err
	}
	var list []Lesson
	for {
		row, err := r.Read()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		l, bad := lessonOf(row)
		if bad >= 0 {
			line, column := r.FieldPos(bad)
			return nil, fmt.Errorf("%d:%d: %q is no %s of a lesson", line, column, row[bad], lessonColumns[bad])
		}
		list = append(list, l)
	}
}

// leastOf are the least numbers in the columns after the date.
var leastOf = [7]float64{1, 0, 1e-12, 1, 1e-12, -1e12, -1e12}

// lessonOf reads a row; bad is the column that cannot be read, or -1.
func lessonOf(row []string) (l Lesson, bad int) {
	l.Crisis = row[0]
	day, err := calendar.Parse(row[1])
	if err != nil {
		return l, 1
	}
	l.Counted = day
	var numbers [7]float64
	for k, text := range row[2:] {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(leastOf[k] <= x && x < 1e12) {
			return l, k + 2
		}
		numbers[k] = x
	}
	l.Days, l.People, l.Moves, l.Counts, l.Stir, l.Pull, l.Came = int(numbers[0]), numbers[1], numbers[2], int(numbers[3]), numbers[4], numbers[5], numbers[6]
	return l, -1
}

// WriteLessons writes lessons as ReadLessons reads them, numbers to three digits.
func WriteLessons(out io.Writer, lessons []Lesson) error {
	w := csv.NewWriter(out)
	_ = w.Write(lessonColumns)
	digits := func(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }
	for _, l := range lessons {
		_ = w.Write([]string{l.Crisis, l.Counted.String(), strconv.Itoa(l.Days), digits(l.People), digits(l.Moves), strconv.Itoa(l.Counts), digits(l.Stir), digits(l.Pull), digits(l.Came)})
	}
	w.Flush()
	return w.Error()
}
