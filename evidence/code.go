package evidence

import (
	"fmt"
	"strings"
)

// Code is a grade by the Admiralty code (NATO AJP-2.1): how reliable the
// source is, and apart from that how credible the claim.
type Code struct {
	Reliability byte // A completely reliable .. E unreliable, F cannot be judged
	Credibility int  // 1 confirmed .. 5 improbable, 6 cannot be judged
}

// String writes the code such as B2.
func (c Code) String() string { return fmt.Sprintf("%c%d", c.Reliability, c.Credibility) }

// ParseCode reads a code such as B2.
func ParseCode(s string) (Code, error) {
	s = strings.TrimSpace(s)
	if len(s) != 2 || s[0] < 'A' || s[0] > 'F' || s[1] < '1' || s[1] > '6' {
		return Code{}, fmt.Errorf("grade %q: write a letter A to F and a digit 1 to 6, such as B2", s)
	}
	return Code{s[0], int(s[1] - '0')}, nil
}
