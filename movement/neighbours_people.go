package movement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"haven/scenario"
)

// people are those whom the rule neighbours can tell apart. Attributes that no
// enabled rule reads do not split cohorts.
type people struct {
	classes []class
	born    [][]float64 // weights of classes among those who start to flee, by place; nil: all are of the first
	first   []resident
	after   []int16 // the class of somebody who has finished the first link
}

// class is what enabled rules read of a person.
type class struct {
	key       uint64
	takes     hazard
	religion  string
	ethnicity string
	awareness float64 // of floods
	birth     int32   // place, where harvest months are kept; none
	fresh     bool    // has not finished the first link, where that matters
}

// hazard is how somebody takes the score of a place.
type hazard uint8

const (
	plainly hazard = iota
	squared        // avoids hazards: the score counts twice
	boldly         // takes every place for the same
)

// resident is people of one class who are somewhere on the first day.
type resident struct {
	place, class int32
	n            int64
}

// reads are the attributes that the enabled rules read.
func (h *neighbourhood) reads() []string {
	s := h.set
	var list []string
	if s.ChildrenAvoidHazards || s.ElderlyAvoidHazards {
		list = append(list, "age")
	}
	if s.WomenAvoidHazards || s.ChildrenAvoidHazards && s.BoysTakeRisk {
		list = append(list, "gender")
	}
	if s.MatchCampReligion {
		list = append(list, "religion")
	}
	if s.MatchCampEthnicity || s.MatchTownEthnicity || s.MatchConflictEthnicity {
		list = append(list, "ethnicity")
	}
	if h.floods && s.FloodForecaster {
		list = append(list, "floodawareness")
	}
	return list
}

// findPeople lists the classes and how often each is among those born to flee
// at every place: attributes are independent of each other.
func (h *neighbourhood) findPeople(sc *scenario.Scenario, index map[string]int32) (people, error) {
	var p people
	reads := h.reads()
	number := map[string]int32{}
	classOf := func(values map[string]string, place int32) (int32, error) {
		c, err := h.classify(values)
		if err != nil {
			return 0, err
		}
		c.birth = none
		if len(h.set.HarvestMonths) > 0 {
			c.birth = place
		}
		c.fresh = h.set.StartOnFoot
		return p.number(c, number), nil
	}
	whole := len(reads) == 0 && len(h.set.HarvestMonths) == 0
	if whole {
		p.number(class{birth: none, fresh: h.set.StartOnFoot}, number)
	} else if err := h.bear(&p, sc, reads, classOf); err != nil {
		return p, err
	}
	if h.set.ReadFromAgents {
		for i := range sc.Residents {
			r := &sc.Residents[i]
			at, ok := index[r.Place]
			if !ok {
				return p, fmt.Errorf("residents.csv names the place %q: no such place", r.Place)
			}
			c := int32(0)
			if !whole {
				var err error
				if c, err = classOf(attributes(r.Attributes), at); err != nil {
					return p, fmt.Errorf("residents.csv, %s: %w", r.ID, err)
				}
			}
			p.first = append(p.first, resident{at, c, r.People * h.scale})
		}
	}
	p.grow()
	for i := range p.born {
		for len(p.born[i]) < len(p.classes) {
			p.born[i] = append(p.born[i], 0)
		}
	}
	return p, nil
}

// bear works out the weights of the classes of those born at every place.
func (h *neighbourhood) bear(p *people, sc *scenario.Scenario, reads []string, classOf func(map[string]string, int32) (int32, error)) error {
	p.born = make([][]float64, len(sc.Places))
	for at := range sc.Places {
		var lists [][]*scenario.Demographic
		for _, a := range reads {
			list := valuesAt(sc, a, sc.Places[at].ID)
			if len(list) == 0 {
				return fmt.Errorf("the rules switched on read the attribute %s, and demographics.csv does not give it for %s", a, sc.Places[at].ID)
			}
			lists = append(lists, list)
		}
		weights := map[int32]float64{}
		values := map[string]string{}
		var combine func(i int, w float64) error
		combine = func(i int, w float64) error {
			if i == len(lists) {
				c, err := classOf(values, int32(at))
				weights[c] += w
				return err
			}
			for _, d := range lists[i] {
				values[d.Attribute] = d.Value
				if err := combine(i+1, w*d.Weight); err != nil {
					return err
				}
			}
			return nil
		}
		if err := combine(0, 1); err != nil {
			return err
		}
		p.born[at] = make([]float64, len(p.classes))
		for c, w := range weights {
			p.born[at][c] = w
		}
	}
	return nil
}

// valuesAt are the rows of an attribute for a place: its own, else those for
// everywhere. Without weight a value does not occur.
func valuesAt(sc *scenario.Scenario, attribute, place string) []*scenario.Demographic {
	var own, all []*scenario.Demographic
	for i := range sc.Demographics {
		d := &sc.Demographics[i]
		switch {
		case d.Attribute != attribute:
		case d.Place == place:
			own = append(own, d)
		case d.Place == "":
			all = append(all, d)
		}
	}
	if own != nil {
		all = own
	}
	return slices.DeleteFunc(all, func(d *scenario.Demographic) bool { return d.Weight <= 0 })
}

// number is the class's number, a new one when it was not there.
func (p *people) number(c class, known map[string]int32) int32 {
	key := fmt.Sprint(c.takes, "|", c.religion, "|", c.ethnicity, "|", c.awareness, "|", c.birth, "|", c.fresh)
	if i, ok := known[key]; ok {
		return i
	}
	i := int32(len(p.classes))
	known[key] = i
	c.key = uint64(i) + 1
	p.classes = append(p.classes, c)
	return i
}

// grow adds to every class that begins on foot the one it becomes.
func (p *people) grow() {
	n := len(p.classes)
	for i := range n {
		if c := p.classes[i]; c.fresh {
			c.fresh = false
			p.after = append(p.after, int16(len(p.classes)))
			p.classes = append(p.classes, c)
		} else {
			p.after = append(p.after, int16(i))
		}
	}
	for i := n; i < len(p.classes); i++ {
		p.after = append(p.after, int16(i))
	}
}

// classify reads what the rules read of a person's attributes.
func (h *neighbourhood) classify(values map[string]string) (class, error) {
	var c class
	s := h.set
	if s.ChildrenAvoidHazards || s.ElderlyAvoidHazards {
		age, err := strconv.ParseFloat(strings.TrimSpace(values["age"]), 64)
		switch {
		case values["age"] == "": // somebody of whom it is not known
		case err != nil:
			return c, fmt.Errorf("age %q is not a number", values["age"])
		case s.ChildrenAvoidHazards && age < 19 && s.BoysTakeRisk && values["gender"] == "m" && age > 14:
			c.takes = boldly
		case s.ChildrenAvoidHazards && age < 19, s.ElderlyAvoidHazards && age > 59:
			c.takes = squared
		}
	}
	if s.WomenAvoidHazards && values["gender"] == "f" {
		c.takes = squared
	}
	if s.MatchCampReligion {
		c.religion = values["religion"]
	}
	if s.MatchCampEthnicity || s.MatchTownEthnicity || s.MatchConflictEthnicity {
		c.ethnicity = values["ethnicity"]
	}
	if h.floods && s.FloodForecaster {
		c.awareness = 1
		if i, err := strconv.ParseFloat(strings.TrimSpace(values["floodawareness"]), 64); err == nil && len(s.FloodAwarenessWeights) > 0 {
			c.awareness = s.FloodAwarenessWeights[min(max(int(i), 0), len(s.FloodAwarenessWeights)-1)]
		}
	}
	return c, nil
}

// attributes reads "gender=f age=34".
func attributes(words string) map[string]string {
	values := map[string]string{}
	for _, word := range strings.Fields(words) {
		if k, v, ok := strings.Cut(word, "="); ok {
			values[k] = v
		}
	}
	return values
}
