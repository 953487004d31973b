package evidence

import "strings"

// Chain is who says that who says: the speaker first, then each outlet the
// claim came through, the one where it was read last.
type Chain []string

// ParseChain reads the column via: outlets joined by ";". Empty parts and an
// outlet named twice in a row are left out.
func ParseChain(via string) Chain {
	var c Chain
	for _, part := range strings.Split(via, ";") {
		part = strings.TrimSpace(part)
		if part == "" || (len(c) > 0 && c[len(c)-1] == part) {
			continue
		}
		c = append(c, part)
	}
	return c
}

// String writes the chain as it stands in the column via.
func (c Chain) String() string { return strings.Join(c, "; ") }

// Tell writes the chain as a person would say it, the reader's end first:
// "Newsmax, citing Deutsche Welle, citing Nancy Faeser".
func (c Chain) Tell() string {
	back := make([]string, len(c))
	for i, name := range c {
		back[len(c)-1-i] = name
	}
	return strings.Join(back, ", citing ")
}

// Chain is the claim's whole chain: its outlet, who speaks, and then those of via.
func (c *Claim) Chain() Chain {
	return ParseChain(c.Outlet + ";" + c.Via)
}

// Speaker is who speaks first in the chain, without what is added in
// parentheses; empty when nobody is named.
func (c Chain) Speaker() string {
	if len(c) == 0 {
		return ""
	}
	return Base(c[0])
}

// relays are the outlets after the speaker.
func (c Chain) relays() Chain {
	if len(c) == 0 {
		return nil
	}
	return c[1:]
}

// meets says whether two chains have an outlet in common.
func (c Chain) meets(d Chain) bool {
	for _, a := range c {
		for _, b := range d {
			if Base(a) == Base(b) {
				return true
			}
		}
	}
	return false
}

// Independent says whether two chains have no outlet in common, so that one
// may confirm the other.
func (c Chain) Independent(d Chain) bool {
	return len(c) > 0 && len(d) > 0 && !c.meets(d)
}

// OtherPath says whether the same speaker is heard through outlets of which
// none is in both chains. That confirms what was said, not that it is so.
func (c Chain) OtherPath(d Chain) bool {
	return c.Speaker() == d.Speaker() && c.Speaker() != "" &&
		!c.relays().meets(d.relays()) && len(c.relays())+len(d.relays()) > 0
}
